/* Who hears whom: datagrams that agents send each other, and what arrived of them. */
#include "agent.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_SENDERS = 32, MAX_RECEIPTS = 1 << 16, MAX_BYTES = 1400 };

/* What a datagram begins with; behind it, a pattern that tells whether bits were changed. */
struct head {
  uint32_t magic;
  uint32_t token;
  uint32_t sequence;
  uint32_t bytes;
  int64_t sent_ns;
};

struct sender {
  char number[24];
  struct sockaddr_in to;
  struct head head;
  uint32_t count;
  int64_t gap_ns;
  int64_t next_ns;
};

struct receipt {
  uint32_t from;
  struct head head;
  int64_t received_ns;
  int intact;
};

static const uint32_t magic = 0x4b535442;
static int hearing = -1;
static int port;
static struct sender senders[MAX_SENDERS];
static struct receipt receipts[MAX_RECEIPTS];
static size_t receipt_count;

int open_hearing(int at_port) {
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(at_port) };
  int yes = 1;
  port = at_port;
  hearing = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  /* Without a checksum a changed bit is heard, instead of dropped by the kernel. */
  setsockopt(hearing, SOL_SOCKET, SO_NO_CHECK, &yes, sizeof yes);
  setsockopt(hearing, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(hearing, (struct sockaddr *)&address, sizeof address) == 0) return hearing;
  fprintf(stderr, "agent: can't hear at port %d: %s\n", port, strerror(errno));
  exit(1);
}

static unsigned char pattern(uint32_t token, size_t position) { return (token * 31 + position * 7) & 0xff; }

static struct sender *free_sender(void) {
  for (int index = 0; index < MAX_SENDERS; index++)
    if (senders[index].count == 0) return &senders[index];
  return NULL;
}

void order_send(const struct order *order) {
  struct sender *sender = free_sender();
  char address[64];
  unsigned token, count, gap_us, bytes;
  if (sender == NULL) return fail(order->number, "send: too many at once");
  if (sscanf(order->rest, "%63s %u %u %u %u", address, &token, &count, &gap_us, &bytes) != 5 || count == 0)
    return fail(order->number, "send: expected <address> <token> <count> <gap-us> <bytes>");
  if (bytes < sizeof(struct head)) bytes = sizeof(struct head);
  if (bytes > MAX_BYTES) bytes = MAX_BYTES;
  memset(sender, 0, sizeof *sender);
  sender->to = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port) };
  if (inet_pton(AF_INET, address, &sender->to.sin_addr) != 1)
    return fail(order->number, "send: expected an IPv4 address, found %s", address);
  snprintf(sender->number, sizeof sender->number, "%s", order->number);
  sender->head = (struct head){ .magic = magic, .token = token, .bytes = bytes };
  sender->count = count;
  sender->gap_ns = gap_us * 1000LL;
  sender->next_ns = now_ns();
}

/* One datagram. A kernel that refuses it has not sent it: the other side will not hear it. */
static void send_one(struct sender *sender) {
  unsigned char datagram[MAX_BYTES];
  for (size_t position = 0; position < sender->head.bytes; position++)
    datagram[position] = pattern(sender->head.token, position);
  sender->head.sent_ns = now_ns();
  memcpy(datagram, &sender->head, sizeof sender->head);
  if (sendto(hearing, datagram, sender->head.bytes, 0, (struct sockaddr *)&sender->to, sizeof sender->to) < 0)
    errno = 0;
  sender->head.sequence += 1;
  sender->next_ns += sender->gap_ns;
}

void send_due_datagrams(void) {
  for (int index = 0; index < MAX_SENDERS; index++) {
    struct sender *sender = &senders[index];
    while (sender->count > 0 && sender->next_ns <= now_ns()) {
      send_one(sender);
      if (sender->head.sequence < sender->count) continue;
      sender->count = 0;
      ok(sender->number, "{\"sent\":%u}", sender->head.sequence);
    }
  }
}

int64_t next_datagram_ns(void) {
  int64_t next = now_ns() + 10LL * BILLION;
  for (int index = 0; index < MAX_SENDERS; index++)
    if (senders[index].count > 0 && senders[index].next_ns < next) next = senders[index].next_ns;
  return next;
}

static int is_intact(const unsigned char *datagram, size_t bytes, const struct head *head) {
  if (head->bytes != bytes) return 0;
  for (size_t position = sizeof *head; position < bytes; position++)
    if (datagram[position] != pattern(head->token, position)) return 0;
  return 1;
}

void receive_datagrams(void) {
  unsigned char datagram[MAX_BYTES];
  struct sockaddr_in from;
  for (;;) {
    socklen_t length = sizeof from;
    ssize_t bytes = recvfrom(hearing, datagram, sizeof datagram, 0, (struct sockaddr *)&from, &length);
    if (bytes < 0) return;
    struct receipt receipt = { .from = from.sin_addr.s_addr, .received_ns = now_ns() };
    if ((size_t)bytes < sizeof receipt.head || receipt_count == MAX_RECEIPTS) continue;
    memcpy(&receipt.head, datagram, sizeof receipt.head);
    if (receipt.head.magic != magic) continue;
    receipt.intact = is_intact(datagram, bytes, &receipt.head);
    receipts[receipt_count++] = receipt;
  }
}

static void say_receipt(const struct receipt *receipt, const char *separator) {
  char address[INET_ADDRSTRLEN];
  struct in_addr from = { .s_addr = receipt->from };
  inet_ntop(AF_INET, &from, address, sizeof address);
  printf("%s[\"%s\",%u,%lld,%lld,%d]", separator, address, receipt->head.sequence,
         (long long)receipt->head.sent_ns, (long long)receipt->received_ns, receipt->intact);
}

void order_heard(const struct order *order) {
  uint32_t token = strtoul(order->rest, NULL, 10);
  const char *separator = "";
  size_t kept = 0;
  receive_datagrams();
  printf("%s ok [", order->number);
  for (size_t index = 0; index < receipt_count; index++) {
    if (receipts[index].head.token != token) {
      receipts[kept++] = receipts[index];
      continue;
    }
    say_receipt(&receipts[index], separator);
    separator = ",";
  }
  receipt_count = kept;
  printf("]\n");
  fflush(stdout);
}
