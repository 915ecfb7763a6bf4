// System calls of Linux that Swift cannot spell: variadic, behind macros, or without a wrapper in the C
// library. Each is one call; none decides anything. All return what the call returns, -1 with errno set.
#ifndef TIEOUT_LINUX_CALLS_H
#define TIEOUT_LINUX_CALLS_H

// Without _GNU_SOURCE: with it some types of the C library look otherwise than other modules have them, and
// the compiler refuses to see both. What is behind it is named here.
#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif
#ifndef AT_NO_AUTOMOUNT
#define AT_NO_AUTOMOUNT 0x800
#endif
#ifndef O_PATH
#define O_PATH 010000000
#endif
#ifndef O_NOATIME
#define O_NOATIME 01000000
#endif
#ifndef F_SETLEASE
#define F_SETLEASE 1024
#endif

// O_NOATIME of open(2): looking at a file is not noted on it. EPERM for who is not its owner.
static const int tieout_no_access_time = O_NOATIME;

// close(2), under a name that no method has.
static inline int tieout_close(int file) { return close(file); }

// mallopt(3): blocks from so many bytes on are given back to the system as soon as they are freed. By itself the
// C library comes to keep those of up to 32 MB among what is still used. Does nothing in other libraries.
static inline void tieout_give_back_from(int bytes) {
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, bytes);
#endif
}

// openat(2) without a mode: for what exists already.
static inline int tieout_openat(int directory, const char *path, int flags) {
    return openat(directory, path, flags | O_CLOEXEC);
}

// openat(2) that creates.
static inline int tieout_create(int directory, const char *path, int flags, mode_t mode) {
    return openat(directory, path, flags | O_CREAT | O_CLOEXEC, mode);
}

// openat2(2), Linux 5.6: `resolve` holds RESOLVE_NO_SYMLINKS and the like. ENOSYS on older kernels.
static inline int tieout_openat2(int directory, const char *path, uint64_t flags, uint64_t resolve) {
    struct open_how how;
    memset(&how, 0, sizeof how);
    how.flags = flags | O_CLOEXEC;
    how.resolve = resolve;
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

// getdents64(2): entries of a directory, many at a call, as `struct tieout_entry` one behind the other.
static inline ssize_t tieout_getdents(int directory, void *buffer, size_t size) {
    return syscall(SYS_getdents64, directory, buffer, size);
}

// sync_file_range(2) that has the system begin to write, and does not wait for its end. Takes no fault from fsync(2).
static inline int tieout_begin_writing(int file, int64_t offset, int64_t count) {
    return (int)syscall(SYS_sync_file_range, file, offset, count, 2u /* SYNC_FILE_RANGE_WRITE */);
}

// renameat2(2), Linux 3.15. EINVAL where the file system knows not the flag.
static inline int tieout_rename_noreplace(int from, const char *old, int to, const char *new_name) {
    return (int)syscall(SYS_renameat2, from, old, to, new_name, 1u /* RENAME_NOREPLACE */);
}

// renameat2(2) that swaps two names: at no moment is either missing. EINVAL where the file system cannot.
static inline int tieout_rename_exchange(int one, const char *name, int other, const char *other_name) {
    return (int)syscall(SYS_renameat2, one, name, other, other_name, 2u /* RENAME_EXCHANGE */);
}

// linkat(2) of an open file rather than of a name, which may have come to mean another file.
int tieout_link_open(int file, int directory, const char *name);

// flistxattr(2) and fgetxattr(2), whose header would bring in types that other modules have too.
ssize_t tieout_list_attributes(int file, char *names, size_t size);
ssize_t tieout_get_attribute(int file, const char *name, void *value, size_t size);

// Sets the time of last change of the content, in nanoseconds since 1970; that of the last access stays.
static inline int tieout_set_modified(int file, int64_t modified) {
    struct timespec times[2];
    times[0].tv_sec = 0;
    times[0].tv_nsec = UTIME_OMIT;
    times[1].tv_sec = modified / 1000000000;
    times[1].tv_nsec = modified % 1000000000;
    if (times[1].tv_nsec < 0) {
        times[1].tv_nsec += 1000000000;
        times[1].tv_sec -= 1;
    }
    return futimens(file, times);
}

// Whether anybody has a file, open for reading here, open for writing: the kernel gives no read lease then.
// 1 yes, 0 no, -1 where it cannot be told. The lease is given back at once.
static inline int tieout_has_writer(int file) {
    if (fcntl(file, F_SETLEASE, F_RDLCK) == 0) {
        fcntl(file, F_SETLEASE, F_UNLCK);
        return 0;
    }
    return errno == EAGAIN ? 1 : -1;
}

// FIDEDUPERANGE, Linux 4.5: shares `length` bytes of `source` with `target` if the kernel finds them equal.
// Sets how many bytes it shared and the status: 0 equal, 1 different, below 0 an errno negated.
static inline int tieout_dedupe_range(
    int source, uint64_t source_offset, uint64_t length, int target, uint64_t target_offset,
    uint64_t *shared, int32_t *status) {
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wgnu-variable-sized-type-not-at-end"
    struct {
        struct file_dedupe_range range;
        struct file_dedupe_range_info info;
    } call;
#pragma clang diagnostic pop
    memset(&call, 0, sizeof call);
    call.range.src_offset = source_offset;
    call.range.src_length = length;
    call.range.dest_count = 1;
    call.info.dest_fd = target;
    call.info.dest_offset = target_offset;
    int result = ioctl(source, FIDEDUPERANGE, &call);
    *shared = call.info.bytes_deduped;
    *status = call.info.status;
    return result;
}

// FS_IOC_FIEMAP: at most `room` extents of a file from `start` on. Returns how many were filled in.
static inline int tieout_fiemap(
    int file, uint64_t start, uint64_t length, uint32_t flags, struct fiemap_extent *extents, uint32_t room) {
    // Room for the header and, behind it, one extent at a time would be a call each: a page holds 72.
    union {
        struct fiemap map;
        unsigned char bytes[sizeof(struct fiemap) + 72 * sizeof(struct fiemap_extent)];
    } call;
    memset(&call, 0, sizeof call);
    if (room > 72) room = 72;
    call.map.fm_start = start;
    call.map.fm_length = length;
    call.map.fm_flags = flags;
    call.map.fm_extent_count = room;
    if (ioctl(file, FS_IOC_FIEMAP, &call.map) < 0) return -1;
    uint32_t count = call.map.fm_mapped_extents < room ? call.map.fm_mapped_extents : room;
    memcpy(extents, call.map.fm_extents, count * sizeof(struct fiemap_extent));
    return (int)count;
}

// FS_IOC_GETFLAGS: FS_IMMUTABLE_FL, FS_APPEND_FL and the like of a file.
static inline int tieout_attributes(int file, uint32_t *flags) {
    int value = 0;
    int result = ioctl(file, FS_IOC_GETFLAGS, &value);
    *flags = (uint32_t)value;
    return result;
}

// Major and minor numbers of a device, behind macros in the C library.
static inline uint32_t tieout_major(uint64_t device) { return major(device); }
static inline uint32_t tieout_minor(uint64_t device) { return minor(device); }

// What statx(2) says of an inode, in the layout that Tieout keeps: times in nanoseconds since 1970.
struct tieout_facts {
    uint64_t device;
    uint64_t inode;
    int64_t size;
    int64_t allocated;
    int64_t modified;
    int64_t changed;
    uint32_t mode;
    uint32_t links;
    uint32_t owner;
    uint32_t group;
};

// statx(2), Linux 4.11, of `name` in `directory` without following a link; of `directory` itself with an
// empty name. Sets whether something is mounted there (never so before Linux 5.8).
static inline int tieout_stat(int directory, const char *name, struct tieout_facts *facts, int *is_mount) {
    struct statx x;
    int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (*name ? 0 : AT_EMPTY_PATH);
    if (syscall(SYS_statx, directory, name, flags, STATX_BASIC_STATS, &x) < 0) return -1;
    facts->device = makedev(x.stx_dev_major, x.stx_dev_minor);
    facts->inode = x.stx_ino;
    facts->size = (int64_t)x.stx_size;
    facts->allocated = (int64_t)x.stx_blocks * 512;
    facts->modified = x.stx_mtime.tv_sec * 1000000000 + x.stx_mtime.tv_nsec;
    facts->changed = x.stx_ctime.tv_sec * 1000000000 + x.stx_ctime.tv_nsec;
    facts->mode = x.stx_mode;
    facts->links = x.stx_nlink;
    facts->owner = x.stx_uid;
    facts->group = x.stx_gid;
    *is_mount = (x.stx_attributes & 0x2000 /* STATX_ATTR_MOUNT_ROOT */) != 0;
    return 0;
}

// fstatfs(2): what kind of file system a descriptor is open on, by the numbers of linux/magic.h.
static inline int tieout_file_system(int descriptor, uint32_t *type) {
    struct statfs facts;
    if (fstatfs(descriptor, &facts) < 0) return -1;
    *type = (uint32_t)facts.f_type;
    return 0;
}

// fstat(2): as tieout_stat of an open file, and quicker.
static inline int tieout_fstat(int descriptor, struct tieout_facts *facts) {
    struct stat s;
    if (fstat(descriptor, &s) < 0) return -1;
    facts->device = s.st_dev;
    facts->inode = s.st_ino;
    facts->size = s.st_size;
    facts->allocated = (int64_t)s.st_blocks * 512;
    facts->modified = s.st_mtim.tv_sec * 1000000000 + s.st_mtim.tv_nsec;
    facts->changed = s.st_ctim.tv_sec * 1000000000 + s.st_ctim.tv_nsec;
    facts->mode = s.st_mode;
    facts->links = (uint32_t)s.st_nlink;
    facts->owner = s.st_uid;
    facts->group = s.st_gid;
    return 0;
}

// preadv2(2) with RWF_NOWAIT, Linux 4.14: what is in the page cache, and EAGAIN where a disk would have to
// be waited for. EOPNOTSUPP on file systems that know it not.
static inline ssize_t tieout_read_cached(int descriptor, void *buffer, size_t size, int64_t offset) {
    struct iovec part = {buffer, size};
    // The offset goes in two halves, of which the lower is the whole on 64 bits.
    return syscall(SYS_preadv2, descriptor, &part, 1L, (long)offset, 0L, RWF_NOWAIT);
}

// cachestat(2), Linux 6.5: how many pages of a range are in the page cache.
static inline int tieout_cached_pages(int descriptor, uint64_t offset, uint64_t length, uint64_t *pages) {
    struct { uint64_t offset, length; } range = {offset, length};
    struct { uint64_t cached, dirty, writeback, evicted, recently_evicted; } found;
    long result = syscall(451 /* cachestat, on every architecture */, descriptor, &range, &found, 0);
    if (result == 0) *pages = found.cached;
    return (int)result;
}

// One entry of a directory as getdents64(2) gives it.
struct tieout_entry {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
};

#endif
