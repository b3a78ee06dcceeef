"""Asks the tools for assistants with the official client: over standard input, and over HTTP.

Usage: mcp_client.py PROGRAM MEMORY URL TOKEN
The memory holds "The meeting began on Monday." and its translation.
"""

import asyncio
import json
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

SOURCE = "The meeting began on Monday."
TARGET = "بدأ الاجتماع يوم الاثنين."


def field(value, *names):
    """A field by its name in either spelling: releases of the client differ."""
    for name in names:
        if hasattr(value, name):
            return getattr(value, name)
    raise AssertionError(f"{type(value)} has none of {names}")


async def check(session, may_add):
    tools = {tool.name for tool in (await session.list_tools()).tools}
    expected = {"look_up", "concordance", "terms", "context", "align", "stats"}
    assert tools == expected | ({"add_unit"} if may_add else set()), tools

    found = await session.call_tool("look_up", {"text": SOURCE})
    assert not field(found, "is_error", "isError"), found
    first = field(found, "structured_content", "structuredContent")["matches"][0]
    assert first["score"] == 100 and first["target"] == TARGET, first
    assert TARGET in found.content[0].text

    wrong = await session.call_tool("look_up", {"text": SOURCE, "min": "high"})
    assert field(wrong, "is_error", "isError") and "hint:" in wrong.content[0].text, wrong

    context = await session.call_tool("context", {"text": "The meeting began on Friday."})
    assert TARGET in context.content[0].text, context
    pairs = await session.call_tool(
        "align", {"source": "It rained. He left.", "target": "أمطرت السماء. غادر."}
    )
    assert len(field(pairs, "structured_content", "structuredContent")["pairs"]) == 2, pairs

    resources = (await session.list_resources()).resources
    for resource in resources:
        assert (await session.read_resource(resource.uri)).contents, resource
    prompt = await session.get_prompt("translate", {"text": "The meeting began."})
    assert TARGET in prompt.messages[0].content.text, prompt

    if may_add:
        unit = {"source": "The river rose.", "target": "ارتفع النهر."}
        added = await session.call_tool("add_unit", unit)
        outcome = field(added, "structured_content", "structuredContent")["outcome"]
        assert outcome in ("new", "unchanged"), added
        found = await session.call_tool("look_up", {"text": "The river rose."})
        assert "ارتفع النهر." in found.content[0].text, found


async def stdio(program, memory, *more):
    server = StdioServerParameters(command=program, args=["mcp", "-m", memory, *more])
    async with stdio_client(server) as (read, write):
        async with ClientSession(read, write) as session:
            await session.initialize()
            await check(session, "--allow-add" in more)


async def http(url):
    # The address holds the token: what works for every release of the client.
    try:
        from mcp.client.streamable_http import streamable_http_client as client
    except ImportError:
        from mcp.client.streamable_http import streamablehttp_client as client
    async with client(url) as streams:
        async with ClientSession(streams[0], streams[1]) as session:
            await session.initialize()
            await check(session, False)


def main():
    program, memory, url, token = sys.argv[1:]
    asyncio.run(stdio(program, memory))
    asyncio.run(stdio(program, memory, "--allow-add"))
    asyncio.run(http(f"{url}t/{token}/mcp"))
    print(json.dumps({"mcp": "ok"}))


if __name__ == "__main__":
    main()
