/* Records what a process asks of the files in one folder, in the order in which it is done: preloaded by
 * the test of power cuts. `HOOKPORT_RECORDED_FOLDER` names the folder, `HOOKPORT_RECORD` the record.
 *
 * An entry has a head and `length` bytes. Operations: `o` opens (the bytes are the name, empty for the
 * folder itself), `w` writes at `at`, `s` syncs, `t` cuts to the length `at`, `u` removes (a name). */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct head {
    int64_t at;
    int32_t file;
    uint32_t length;
    char operation;
    char unused[7];
};

static pthread_mutex_t one_by_one = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static int record = -1;
static char is_recorded[65536];

__attribute__((constructor)) static void start(void) {
    const char *path = getenv("HOOKPORT_RECORD");
    folder = getenv("HOOKPORT_RECORDED_FOLDER");
    if (path && folder) {
        record = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
}

static void note(char operation, int file, int64_t at, const void *bytes, size_t length) {
    struct head head = {at, file, (uint32_t)length, operation, {0}};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)bytes, length}};
    if (syscall(SYS_writev, record, parts, 2) != (long)(sizeof head + length)) {
        abort();
    }
}

/* The name of a file in the folder; null if it lies elsewhere. */
static const char *name_of(const char *path) {
    size_t length = folder ? strlen(folder) : 0;
    if (record < 0 || strncmp(path, folder, length) != 0) {
        return 0;
    }
    return path[length] == '/' ? path + length + 1 : path[length] ? 0 : path + length;
}

static int opened(int file, const char *path) {
    const char *name = name_of(path);
    if (file >= 0 && file < (int)sizeof is_recorded) {
        is_recorded[file] = name != 0;
        if (name) {
            note('o', file, 0, name, strlen(name));
        }
    }
    return file;
}

static int is_of_interest(int file) {
    return record >= 0 && file >= 0 && file < (int)sizeof is_recorded && is_recorded[file];
}

#define OPEN(function, at_folder, arguments)                                                         \
    int function arguments {                                                                         \
        va_list rest;                                                                                \
        va_start(rest, flags);                                                                       \
        mode_t mode = va_arg(rest, int);                                                             \
        va_end(rest);                                                                                \
        pthread_mutex_lock(&one_by_one);                                                             \
        int file = opened(syscall(SYS_openat, at_folder, path, flags, mode), path);                  \
        pthread_mutex_unlock(&one_by_one);                                                           \
        return file;                                                                                 \
    }
OPEN(open, AT_FDCWD, (const char *path, int flags, ...))
OPEN(open64, AT_FDCWD, (const char *path, int flags, ...))
OPEN(openat, at, (int at, const char *path, int flags, ...))
OPEN(openat64, at, (int at, const char *path, int flags, ...))

static ssize_t write_at(int file, const void *bytes, size_t length, int64_t at) {
    if (!is_of_interest(file)) {
        return at < 0 ? syscall(SYS_write, file, bytes, length)
                      : syscall(SYS_pwrite64, file, bytes, length, at);
    }
    pthread_mutex_lock(&one_by_one);
    int64_t from = at < 0 ? syscall(SYS_lseek, file, 0, SEEK_CUR) : at;
    ssize_t written = at < 0 ? syscall(SYS_write, file, bytes, length)
                             : syscall(SYS_pwrite64, file, bytes, length, at);
    if (written > 0) {
        note('w', file, from, bytes, written);
    }
    pthread_mutex_unlock(&one_by_one);
    return written;
}
ssize_t write(int file, const void *bytes, size_t length) { return write_at(file, bytes, length, -1); }
ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
    return write_at(file, bytes, length, at);
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
    return write_at(file, bytes, length, at);
}

/* What other threads write while a sync goes on need not be in it: it is noted before those. */
static int sync_of(long number, int file) {
    if (!is_of_interest(file)) {
        return syscall(number, file);
    }
    pthread_mutex_lock(&one_by_one);
    int result = syscall(number, file);
    if (result == 0) {
        note('s', file, 0, 0, 0);
    }
    pthread_mutex_unlock(&one_by_one);
    return result;
}
int fsync(int file) { return sync_of(SYS_fsync, file); }
int fdatasync(int file) { return sync_of(SYS_fdatasync, file); }

static int cut(int file, int64_t length) {
    pthread_mutex_lock(&one_by_one);
    int result = syscall(SYS_ftruncate, file, length);
    if (result == 0 && is_of_interest(file)) {
        note('t', file, length, 0, 0);
    }
    pthread_mutex_unlock(&one_by_one);
    return result;
}
int ftruncate(int file, off_t length) { return cut(file, length); }
int ftruncate64(int file, off64_t length) { return cut(file, length); }

int unlink(const char *path) {
    pthread_mutex_lock(&one_by_one);
    int result = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    const char *name = result == 0 ? name_of(path) : 0;
    if (name) {
        note('u', -1, 0, name, strlen(name));
    }
    pthread_mutex_unlock(&one_by_one);
    return result;
}
