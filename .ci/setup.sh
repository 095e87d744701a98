# What engine/run and tests/run share: installing what is missing, and building once at a time. Sourced, not run; needs
# $root, the top of the checkout.
# SPDX-License-Identifier: Apache-2.0

say()
{
    printf 'procscreen: %s\n' "$*" >&2
}

# Packages of the given groups, one a line.
package_list()
{
    for group in "$@"; do
        sed -n "s/^$group  *\([^ ]*\) .*/\1/p" "$root/.ci/packages"
    done
}

# Those of the given packages that dpkg does not have. Nothing where there is no dpkg: there the build itself must tell.
missing_packages()
{
    command -v dpkg-query >/dev/null 2>&1 || return 0
    for package in "$@"; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
            installed) ;;
            *) printf '%s\n' "$package" ;;
        esac
    done
}

# as_root COMMAND…: as it is, or with sudo where that works without a person, or where there is one to ask.
as_root()
{
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

may_install()
{
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null 2>&1 || return 1
    sudo -n true 2>/dev/null && return 0
    [ -t 2 ] && sudo -v </dev/tty
}

apt()
{
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@" \
        </dev/null
}

# install_missing LOG GROUP…: ends the script with 2 when something is missing and cannot be installed. The package lists
# are fetched only when the ones at hand do not do.
install_missing()
{
    log=$1
    shift
    # Word splitting is meant: package names hold no blanks.
    missing=$(missing_packages $(package_list "$@"))
    [ -n "$missing" ] || return 0
    missing=$(echo $missing)
    if ! may_install; then
        say "these packages are missing, and neither root nor sudo is there to install them: $missing"
        say "install them with: apt-get install --no-install-recommends $missing"
        exit 2
    fi
    say "installing $missing"
    if ! apt install --no-install-recommends $missing >>"$log" 2>&1 &&
        ! { apt update >>"$log" 2>&1 && apt install --no-install-recommends $missing >>"$log" 2>&1; }; then
        tail -n 15 "$log" >&2
        say "could not install: $missing (log: $log)"
        exit 2
    fi
}

# install_wished LOG GROUP…: the same, but without them it goes on: what needs them says that it is skipped.
install_wished()
{
    (install_missing "$@") || say "going on without them: what needs them is skipped"
}

# lock FILE: one at a time; waits for whoever has it, and says so when that takes long. Held until descriptor 9 is closed.
lock()
{
    exec 9>>"$1"
    if command -v flock >/dev/null 2>&1 && ! flock -w 2 9; then
        say "waiting for another run ($1)"
        flock 9
    fi
}

# build FOLDER LOG TARGET… -- MESON-OPTION…: configures the folder where it is new, then brings it up to date. A folder
# that cannot be used as it is (other options, another meson, a set-up that was broken off) is made anew.
build()
{
    folder=$1
    log=$2
    shift 2
    targets=
    while [ "$1" != -- ]; do
        targets="$targets $1"
        shift
    done
    shift
    wanted="${CC:-} $*"
    if [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/wanted" 2>/dev/null)" != "$wanted" ]; then
        rm -rf "$folder"
    fi
    if [ -f "$folder/build.ninja" ] && ninja -C "$folder" $targets >"$log" 2>&1 </dev/null; then
        return 0
    fi
    say "building in ${folder#"$root/"}"
    if [ -f "$folder/build.ninja" ] && grep -q '^FAILED: ' "$log" && ! grep -q '^FAILED: build\.ninja' "$log"; then
        return 1
    fi
    rm -rf "$folder"
    meson setup "$@" "$folder" "$root" >"$log" 2>&1 </dev/null && printf '%s\n' "$wanted" >"$folder/wanted" &&
        ninja -C "$folder" $targets >>"$log" 2>&1 </dev/null
}
