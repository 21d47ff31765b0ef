#!/bin/sh
# The first process of the rig's guest. It runs twice: as /init, it makes a root of the host's files, read-only, and
# of a layer in memory that takes what is written; in that root, with the argument "root", it runs the tests and ends
# the machine. The environment comes from the kernel's command line (see xtask/src/suites/rig.rs).

export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

if [ "$1" != root ]; then
  /bin/busybox --install -s /bin
  mkdir /proc /sys /host /memory /new
  mount -t proc proc /proc
  mount -t sysfs sysfs /sys
  mount -t devtmpfs devtmpfs /dev
  # shellcheck disable=SC2086
  modprobe -a $MODULES
  mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288,cache=loose,ro host /host || poweroff -f
  mount -t tmpfs tmpfs /memory
  mkdir /memory/upper /memory/work
  mount -t overlay -o lowerdir=/host,upperdir=/memory/upper,workdir=/memory/work overlay /new || poweroff -f
  for folder in proc sys dev; do
    mount -o move "/$folder" "/new/$folder"
  done
  exec switch_root /new /bin/sh "$CLONE/tests/rig/guest.sh" root
fi

# What the host's own programs left in these is not for the guest.
mkdir -p /dev/shm /tmp/.X11-unix
for folder in /run /dev/shm /var/tmp /tmp/.X11-unix; do
  mount -t tmpfs tmpfs "$folder"
done
busybox ip link set lo up
echo "rig: the guest is up after $(cut -d ' ' -f 1 /proc/uptime) s: Linux $(uname -r), $("$CHROMIUM" --version 2>/dev/null)"

export NO_COLOR=1 HOME=/run TMPDIR=/var/tmp DISPLAY=:99
Xvfb "$DISPLAY" -screen 0 1280x900x24 >/dev/null 2>&1 &
"$NODE" --test --test-reporter=spec "$CLONE/tests/rig/rig.test.mjs"
echo "rig: the tests ended with $?"
echo "rig: the guest ends after $(cut -d ' ' -f 1 /proc/uptime) s"
busybox poweroff -f
