#!/bin/sh
# `npm run link`: puts `postern` into PATH. BIN names another folder than /usr/local/bin (root) or ~/.local/bin.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
if [ "$(id -u)" = 0 ]; then bin=/usr/local/bin; else bin=$HOME/.local/bin; fi
bin=${BIN:-$bin}
mkdir -p "$bin"
if [ -e "$bin/postern" ] && [ ! -L "$bin/postern" ]; then
  echo "$bin/postern is there already and is not a link: remove it first, or name another folder with BIN" >&2
  exit 1
fi
ln -sfn "$root/src/cli/postern" "$bin/postern"
echo "$bin/postern"
case :$PATH: in *":$bin:"*) ;; *) echo "Add $bin to PATH to call it by its name." ;; esac
