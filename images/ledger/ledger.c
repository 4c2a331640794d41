/*
 * ledger: appends numbers to a file and acknowledges each one, after a flush or before.
 *
 *   ledger --port PORT --file FILE --flush yes|no
 *
 * `add 7` is answered `ok 7`, or `error <why>`; `all` with one element a line and then `end`. An
 * element that was cut off in the midst of its line (no line break) is not an element.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_CLIENTS = 256, LINE_BYTES = 256 };

struct client {
  char line[LINE_BYTES];
  size_t filled;
};

static int file;
static int flushes;
static struct pollfd sources[MAX_CLIENTS + 1];
static struct client clients[MAX_CLIENTS + 1];
static int count = 1;

static void stop(int signal) {
  (void)signal;
  _exit(0);
}

static _Noreturn void give_up(const char *what) {
  fprintf(stderr, "ledger: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void say(int to, const char *text, size_t length) {
  while (length > 0) {
    ssize_t written = send(to, text, length, MSG_NOSIGNAL);
    if (written <= 0) return;
    text += written;
    length -= written;
  }
}

/* Acknowledged is what write() took; with --flush yes, what fsync() has put on the disk. */
static void add(int to, const char *number) {
  char text[LINE_BYTES * 2];
  int length = snprintf(text, sizeof text, "%s\n", number);
  int done = write(file, text, length) == length && (!flushes || fsync(file) == 0);
  length = done ? snprintf(text, sizeof text, "ok %s\n", number)
                : snprintf(text, sizeof text, "error %s\n", strerror(errno));
  say(to, text, length);
}

/* Everything up to the last line break. */
static void tell_all(int to) {
  char text[1 << 16];
  off_t place = 0;
  off_t end = lseek(file, 0, SEEK_END);
  char last = '\n';
  while (end > 0 && pread(file, &last, 1, end - 1) == 1 && last != '\n') end -= 1;
  while (place < end) {
    size_t wanted = (size_t)(end - place) < sizeof text ? (size_t)(end - place) : sizeof text;
    ssize_t got = pread(file, text, wanted, place);
    if (got <= 0) break;
    say(to, text, got);
    place += got;
  }
  say(to, "end\n", 4);
}

static void answer(int to, char *line) {
  if (strncmp(line, "add ", 4) == 0) add(to, line + 4);
  else if (strcmp(line, "all") == 0) tell_all(to);
  else say(to, "error no such request\n", 22);
}

/* False when the client is gone. */
static int listen_to(int index) {
  struct client *client = &clients[index];
  ssize_t got = recv(sources[index].fd, client->line + client->filled, LINE_BYTES - 1 - client->filled, 0);
  if (got <= 0) return 0;
  client->filled += got;
  client->line[client->filled] = '\0';
  for (char *end = strchr(client->line, '\n'); end != NULL; end = strchr(client->line, '\n')) {
    *end = '\0';
    answer(sources[index].fd, client->line);
    client->filled -= end + 1 - client->line;
    memmove(client->line, end + 1, client->filled + 1);
  }
  return client->filled < LINE_BYTES - 1;
}

static void welcome(void) {
  int fd = accept(sources[0].fd, NULL, NULL);
  if (fd < 0) return;
  if (count > MAX_CLIENTS) {
    close(fd);
    return;
  }
  sources[count] = (struct pollfd){ fd, POLLIN, 0 };
  clients[count].filled = 0;
  count += 1;
}

static void part_from(int index) {
  close(sources[index].fd);
  count -= 1;
  sources[index] = sources[count];
  clients[index] = clients[count];
}

static int open_port(int port) {
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
  int yes = 1;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 64) != 0) give_up("listen");
  return fd;
}

static const char *option(int words, char *arguments[], const char *name) {
  for (int index = 1; index + 1 < words; index += 2)
    if (strcmp(arguments[index], name) == 0) return arguments[index + 1];
  fprintf(stderr, "ledger: expected %s\n", name);
  exit(64);
}

int main(int words, char *arguments[]) {
  signal(SIGTERM, stop);
  signal(SIGINT, stop);
  flushes = strcmp(option(words, arguments, "--flush"), "yes") == 0;
  file = open(option(words, arguments, "--file"), O_RDWR | O_APPEND | O_CREAT, 0600);
  if (file < 0) give_up("open");
  sources[0] = (struct pollfd){ open_port(atoi(option(words, arguments, "--port"))), POLLIN, 0 };
  fprintf(stderr, "ledger: ready, flush %s\n", flushes ? "yes" : "no");
  for (;;) {
    if (poll(sources, count, -1) < 0 && errno != EINTR) give_up("poll");
    for (int index = count - 1; index > 0; index--)
      if (sources[index].revents != 0 && !listen_to(index)) part_from(index);
    if (sources[0].revents != 0) welcome();
  }
}
