"""Runs a program and says what it cost; describes the machine."""

import json
import os
import platform
import subprocess
import sys
import tempfile


# Starts a program from a small process: the peak of a child begins with that of who forked it.
LAUNCHER = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - start
with open(sys.argv[1], "w") as file:
    json.dump([wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status)], file)
"""


def bring_in(paths):
    """Reads files, so that they are in the page cache: what lay idle while another program ran may have left it."""
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 20):
                pass


def run(command, log, accept=(0,), reads=()):
    """Wall and CPU seconds and peak resident megabytes of a command and its children.

    `accept`: exit codes. `reads`: files that are to be in the page cache when it starts.
    """
    bring_in(reads)
    # What others have left to write would be written, and waited for, at this one's cost.
    os.sync()
    with open(log, "ab") as output, tempfile.NamedTemporaryFile("r") as measured:
        launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, measured.name]
        subprocess.run(launcher + [str(part) for part in command], stdout=output, stderr=output, check=True)
        wall, cpu, peak, code = json.load(measured)
    if code not in accept:
        with open(log, errors="replace") as output:
            sys.stderr.write("".join(output.readlines()[-15:]))
        sys.exit(f"{os.path.basename(command[0])} ended with {code}")
    kilobytes = peak / (1024 if sys.platform == "darwin" else 1)
    return {"wall": wall, "cpu": cpu, "peak": kilobytes / 1024}


def machine():
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}"
