"""Runs a program and says what it cost; describes the machine."""

import os
import platform
import subprocess
import sys
import time


def run(command, log, accept=(0,)):
    """Wall and CPU seconds and peak resident megabytes of a command and its children; `accept`: exit codes."""
    with open(log, "ab") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accept:
        with open(log, errors="replace") as output:
            sys.stderr.write("".join(output.readlines()[-15:]))
        sys.exit(f"{os.path.basename(command[0])} ended with {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": kilobytes / 1024}


def machine():
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}"
