/* Preloaded into PostgreSQL: each flush to disk takes FLUSH_MICROSECONDS more, as on a disk behind a network. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int fdatasync(int file) {
  static int (*flush)(int);
  static long microseconds;
  if (flush == NULL) {
    const char *given = getenv("FLUSH_MICROSECONDS");
    microseconds = given == NULL ? 0 : atol(given);
    flush = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  }
  int failed = flush(file);
  struct timespec pause = {microseconds / 1000000, microseconds % 1000000 * 1000};
  nanosleep(&pause, NULL);
  return failed;
}
