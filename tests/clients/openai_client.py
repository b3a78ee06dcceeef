"""Asks the proxy with the client of OpenAI; behind it is model_server.py.

Usage: openai_client.py URL TOKEN FILE
FILE has the requests that the stand-in received.
"""

import json
import sys

import openai

SOURCE = "The meeting began on Monday."
TARGET = "بدأ الاجتماع يوم الاثنين."


def messages(text):
    return [
        {"role": "system", "content": "Translate from English to Arabic."},
        {"role": "user", "content": text},
    ]


def received(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def check(client, log):
    before = len(received(log))
    known = client.chat.completions.create(model="stand-in", messages=messages(SOURCE))
    assert known.choices[0].message.content == TARGET, known
    assert known.choices[0].finish_reason == "stop" and known.usage.total_tokens == 0, known
    stream = client.chat.completions.create(
        model="stand-in",
        messages=messages(SOURCE),
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == TARGET, chunks
    assert chunks[-1].usage.total_tokens == 0, chunks
    assert len(received(log)) == before, "the model was asked"

    like = messages("The meeting began on Friday.")
    raw = client.chat.completions.with_raw_response.create(model="stand-in", messages=like)
    assert raw.headers["x-muwazi"] == "context", raw.headers
    assert raw.parse().choices[0].message.content == "from the model"
    sent = received(log)[-1]
    assert TARGET in sent["body"]["messages"][0]["content"], sent
    assert sent["body"]["messages"][1] == like[1] and sent["key"] == "Bearer sk-test", sent

    stream = client.chat.completions.create(model="stand-in", messages=like, stream=True)
    assert "".join(c.choices[0].delta.content for c in stream) == "from the model"
    assert [model.id for model in client.models.list()] == ["stand-in"]


def main():
    url, token, log = sys.argv[1:]
    for base in (f"{url}v1", f"{url}t/{token}/v1"):
        check(openai.OpenAI(base_url=base, api_key="sk-test", max_retries=0), log)
    stranger = openai.OpenAI(base_url=f"{url}v1", api_key="sk-wrong", max_retries=0)
    try:
        stranger.chat.completions.create(model="stand-in", messages=messages("Anything else."))
        raise AssertionError("a wrong key was taken")
    except openai.AuthenticationError as error:
        assert "wrong key" in str(error), error
    print(json.dumps({"openai": "ok"}))


if __name__ == "__main__":
    main()
