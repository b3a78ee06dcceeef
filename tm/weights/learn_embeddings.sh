#!/bin/sh
# Learns both weights files for sentence embeddings, and tells the held-out figures.
#
#   tm/weights/learn_embeddings.sh URL "PROVENANCE" FOLDER…
#
# URL is a server of sentence vectors (docs/embeddings.md), the rest as in examples/train_weights.rs.
# To be run whenever vectors.json and plain.json are learnt again.
set -eu
[ $# -ge 3 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
url=$1
shift
here=$(dirname "$0")

learn() {
  file=$1
  shift
  echo "== $file" >&2
  cargo run --manifest-path "$here/../../Cargo.toml" --release --features embeddings \
    --example train_weights -- "--embeddings=$url" "$@" >"$here/$file.new"
  mv "$here/$file.new" "$here/$file"
}

learn embeddings.json "$@"
learn embeddings-plain.json --plain --no-terms "$@"
