# Sourced, not run: sets SOUSVEIL_CHROMIUM to a Chromium, installing Debian's where that needs no password.
# Where there is none it stays empty, says how to get one, and the tests that need it count themselves as skipped.

_find_chromium() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

_install_chromium() {
    command -v apt-get >/dev/null || return 1
    local root=()
    [ "$(id -u)" = 0 ] || root=(sudo -n)
    echo "browser: no Chromium found; installing Debian's (about 350 MB, once)"
    "${root[@]}" apt-get update -qq >/dev/null 2>&1 || return 1
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq chromium >/dev/null 2>&1
}

if [ -z "${SOUSVEIL_CHROMIUM:-}" ]; then
    SOUSVEIL_CHROMIUM=$(_find_chromium || true)
    if [ -z "$SOUSVEIL_CHROMIUM" ] && _install_chromium; then
        SOUSVEIL_CHROMIUM=$(_find_chromium || true)
    fi
fi
if [ -n "$SOUSVEIL_CHROMIUM" ]; then
    echo "browser: $SOUSVEIL_CHROMIUM"
else
    echo "browser: none. The tests that look at pages will be skipped. To run them: apt-get install chromium,"
    echo "browser: or install any Chromium or Chrome and set SOUSVEIL_CHROMIUM to its path."
fi
