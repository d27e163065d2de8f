#!/bin/sh
# Puts a llama-server that runs into a folder: fetch-llama-server.sh TARGET_DIR
#
# It comes from Debian's suite "testing" (or LLM_DEBIAN_SUITE), over the Debian mirror of this machine's apt configuration (or
# LLM_DEBIAN_MIRROR, a URL). Everything it needs, libc included, is unpacked below TARGET_DIR and runs from there: nothing is installed,
# and the system's own apt configuration and package lists stay as they are.
set -eu

fail() {
    echo "fetch-llama-server.sh: $*" >&2
    exit 1
}

[ $# -eq 1 ] || fail "expected one argument: the folder to put llama-server into"
for tool in apt-get dpkg-deb; do
    command -v "$tool" >/dev/null || fail "needs $tool: a Debian, or a system made from it"
done
mkdir -p "$1"
target=$(cd "$1" && pwd)
suite=${LLM_DEBIAN_SUITE:-testing}
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keys" ] || fail "Debian's keys are not at $keys; install debian-archive-keyring"
mirror=${LLM_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 '/debian/*$' || true)}
[ -n "$mirror" ] || fail "apt's configuration names no Debian mirror; set LLM_DEBIAN_MIRROR to one's URL"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
: >"$work/status" # as if nothing were installed, so that the libraries come along
echo "deb [signed-by=$keys] $mirror $suite main" >"$work/sources.list"
private_apt() {
    apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State="$work" \
        -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root \
        -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o Acquire::Languages=none "$@" >"$work/log" 2>&1
}
private_apt update || { cat "$work/log" >&2; fail "the mirror of apt's configuration does not give the suite '$suite'"; }
private_apt install --yes --no-install-recommends --download-only llama.cpp-tools ||
    { cat "$work/log" >&2; fail "the suite '$suite' does not give llama.cpp-tools with its libraries for this machine"; }

rm -rf "$target/root"
mkdir "$target/root"
for package in "$work"/cache/archives/*.deb; do
    dpkg-deb -x "$package" "$target/root"
done
loader=$(find "$target/root/usr/lib" -maxdepth 2 -type f -name 'ld-linux*.so.*' | head -n 1)
[ -n "$loader" ] || fail "the packages brought no dynamic loader"
libraries=$(dirname "$loader")
# The engines for the kinds of processor are looked for beside the running program, which is the loader.
(cd "$libraries" && ln -sf ggml/backends*/libggml-*.so .)

inside=${libraries#"$target/"}
cat >"$target/llama-server" <<WRAPPER
#!/bin/sh
here=\$(cd "\$(dirname "\$0")" && pwd)
libraries=\$here/$inside
exec "\$libraries/$(basename "$loader")" --library-path "\$libraries:\$libraries/llama" "\$here/root/usr/bin/llama-server" "\$@"
WRAPPER
chmod +x "$target/llama-server"
"$target/llama-server" --version >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "llama-server was fetched, but does not run here"; }
echo "$target/llama-server: $(grep -m 1 version "$work/log")"
