/*
 * Preloaded into a JVM: counts its calls to the file system under one directory and spoils the n-th.
 * FAULT_ROOT  the directory
 * FAULT_AT    the number of the call, from 1; 0 for none
 * FAULT_KIND  KILL, KILL_AFTER, KILL_TORN, EIO, ENOSPC or SHORT
 * FAULT_TRACE a file to which each call is written, if set
 * What was spoilt is said on standard output, among what the process says: "fault CALL PATH".
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { PASS, FAIL, TORN };

static int counted;

static void say(int fd, const char *what, const char *call, const char *path) {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s %s %s\n", what, call, path);
    syscall(SYS_write, fd, line, length);
}

static int is(const char *kind) {
    const char *wanted = getenv("FAULT_KIND");
    return wanted && !strcmp(wanted, kind);
}

/* Whether this is the call; it may not return. A call that is no write can't be torn or short. */
static int now(const char *call, const char *path, int *hit) {
    const char *root = getenv("FAULT_ROOT");
    *hit = 0;
    if (!root || !path || strncmp(path, root, strlen(root))) {
        return PASS;
    }
    int number = __sync_add_and_fetch(&counted, 1);
    const char *trace = getenv("FAULT_TRACE");
    if (trace) {
        int fd = syscall(SYS_openat, AT_FDCWD, trace, O_WRONLY | O_CREAT | O_APPEND, 0600);
        say(fd, "call", call, path + strlen(root));
        syscall(SYS_close, fd);
    }
    const char *at = getenv("FAULT_AT");
    if (!at || number != atoi(at)) {
        return PASS;
    }
    *hit = 1;
    say(1, "fault", call, path + strlen(root));
    if (is("KILL")) {
        kill(getpid(), SIGKILL);
        pause();
    }
    if (is("EIO") || is("ENOSPC")) {
        errno = is("EIO") ? EIO : ENOSPC;
        return FAIL;
    }
    return is("KILL_TORN") || is("SHORT") ? TORN : PASS;
}

static void after(int hit) {
    if (hit && (is("KILL_AFTER") || is("KILL_TORN"))) {
        kill(getpid(), SIGKILL);
        pause();
    }
}

static const char *path_of(int fd, char *buffer) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, buffer, PATH_MAX - 1);
    if (length < 0) {
        return 0;
    }
    buffer[length] = 0;
    return buffer;
}

#define REAL(name) ((typeof(&name)) dlsym(RTLD_NEXT, #name))

#define SPOILABLE(call, path, failed, type, real) \
    int hit;                                      \
    if (now(call, path, &hit) == FAIL) {          \
        return failed;                            \
    }                                             \
    type result = real;                           \
    int error = errno;                            \
    after(hit);                                   \
    errno = error;                                \
    return result;

#define OPEN(name)                                                             \
    int name(const char *path, int flags, ...) {                               \
        va_list arguments;                                                     \
        va_start(arguments, flags);                                            \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0; \
        va_end(arguments);                                                     \
        SPOILABLE(flags & O_CREAT ? "create" : "open", path, -1, int, REAL(name)(path, flags, mode)) \
    }
OPEN(open)
OPEN(open64)

int mkdir(const char *path, mode_t mode) { SPOILABLE("mkdir", path, -1, int, REAL(mkdir)(path, mode)) }
int unlink(const char *path) { SPOILABLE("unlink", path, -1, int, REAL(unlink)(path)) }
int rmdir(const char *path) { SPOILABLE("rmdir", path, -1, int, REAL(rmdir)(path)) }
int link(const char *from, const char *to) { SPOILABLE("link", to, -1, int, REAL(link)(from, to)) }
int rename(const char *from, const char *to) { SPOILABLE("rename", to, -1, int, REAL(rename)(from, to)) }
DIR *opendir(const char *path) { SPOILABLE("opendir", path, 0, DIR *, REAL(opendir)(path)) }

int fsync(int fd) {
    char buffer[PATH_MAX];
    SPOILABLE("fsync", path_of(fd, buffer), -1, int, REAL(fsync)(fd))
}

int fdatasync(int fd) {
    char buffer[PATH_MAX];
    SPOILABLE("fsync", path_of(fd, buffer), -1, int, REAL(fdatasync)(fd))
}

ssize_t read(int fd, void *bytes, size_t length) {
    char buffer[PATH_MAX];
    SPOILABLE("read", path_of(fd, buffer), -1, ssize_t, REAL(read)(fd, bytes, length))
}

ssize_t write(int fd, const void *bytes, size_t length) {
    char buffer[PATH_MAX];
    int hit;
    int verdict = now("write", path_of(fd, buffer), &hit);
    if (verdict == FAIL) {
        return -1;
    }
    ssize_t result = REAL(write)(fd, bytes, verdict == TORN ? (length + 1) / 2 : length);
    after(hit);
    return result;
}
