/* A disk that behaves badly: preloaded into a process, it stands before the calls which write.
 *
 * BAD_DISK is the folder which is meant; the file BAD_DISK_HOW says what is wrong with it:
 *   "delay MILLISECONDS"   each fsync and fdatasync takes that much longer
 *   "errno NUMBER"         nothing can be written, and nothing opened for writing
 *   "sync NUMBER"          each fsync and fdatasync fails
 * Nothing is wrong while it is empty or not there.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static int how(const char *wanted) {
  const char *path = getenv("BAD_DISK_HOW");
  char text[64] = "";
  int number = 0;
  if (path == NULL) return 0;
  int before = errno;
  int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
  if (fd >= 0) {
    ssize_t got = syscall(SYS_read, fd, text, sizeof text - 1);
    syscall(SYS_close, fd);
    size_t length = strlen(wanted);
    if (got > (ssize_t) length && strncmp(text, wanted, length) == 0) number = atoi(text + length);
  }
  errno = before;
  return number;
}

static int below(const char *path) {
  const char *folder = getenv("BAD_DISK");
  return folder != NULL && path != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int of_the_disk(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int before = errno;
  ssize_t length = readlink(link, path, sizeof path - 1);
  errno = before;
  if (length <= 0) return 0;
  path[length] = 0;
  return below(path);
}

/* The error with which it is refused, if it is. */
static int refused(int fd) {
  int number = how("errno ");
  return number != 0 && of_the_disk(fd) ? number : 0;
}

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (real == NULL) real = (type (*)(__VA_ARGS__)) dlsym(RTLD_NEXT, #name)

#define REFUSE(fd) \
  do { int number = refused(fd); if (number != 0) { errno = number; return -1; } } while (0)

ssize_t write(int fd, const void *from, size_t count) {
  REAL(ssize_t, write, int, const void *, size_t);
  REFUSE(fd);
  return real(fd, from, count);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at) {
  REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
  REFUSE(fd);
  return real(fd, from, count, at);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  REFUSE(fd);
  return real(fd, from, count, at);
}

int ftruncate(int fd, off_t length) {
  REAL(int, ftruncate, int, off_t);
  REFUSE(fd);
  return real(fd, length);
}

int ftruncate64(int fd, off64_t length) {
  REAL(int, ftruncate64, int, off64_t);
  REFUSE(fd);
  return real(fd, length);
}

static int bad_sync(int fd) {
  int delay = how("delay "), number = how("sync ");
  if ((delay != 0 || number != 0) && !of_the_disk(fd)) return 0;
  if (delay != 0) {
    struct timespec time = {delay / 1000, (delay % 1000) * 1000000L};
    nanosleep(&time, NULL);
  }
  return number;
}

int fsync(int fd) {
  REAL(int, fsync, int);
  int number = bad_sync(fd);
  if (number != 0) { errno = number; return -1; }
  REFUSE(fd);
  return real(fd);
}

int fdatasync(int fd) {
  REAL(int, fdatasync, int);
  int number = bad_sync(fd);
  if (number != 0) { errno = number; return -1; }
  REFUSE(fd);
  return real(fd);
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, name, const char *, int, ...); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
      va_list rest; \
      va_start(rest, flags); \
      mode = va_arg(rest, mode_t); \
      va_end(rest); \
    } \
    if ((flags & O_ACCMODE) != O_RDONLY && below(path)) { \
      int number = how("errno "); \
      if (number != 0) { errno = number; return -1; } \
    } \
    return real(path, flags, mode); \
  }

OPEN(open)
OPEN(open64)
