/*
 * wire - gives frames that the kernel forwards to it the quality of a poor link.
 *
 * What it is: a user-space stand-in for the sch_netem queueing discipline, where the kernel
 * lacks it.  It creates a TAP device, reads the frames forwarded there, treats them, and sends
 * them out of a real interface, otherwise unchanged.
 *
 * What it is not: a bridge or router (it never receives from the real interface and never
 * writes into the TAP device), nor exact to the microsecond (a frame leaves some 0.1 ms after
 * its due time, and only if the machine has time to spare).
 *
 * How to use it: with CAP_NET_ADMIN, CAP_NET_RAW, /dev/net/tun and a pipe as stdin, run
 *     wire --out eth0 --tap bs1 --delay-us 50000 --jitter-us 5000 --loss 0.01
 * and, once it has printed "ready", choose the frames to treat, for example with
 *     table netdev quality { chain out { type filter hook egress device eth0 priority 10;
 *         meta mark != 0x77697265 ether type ip ip daddr { 198.18.0.3 } fwd to bs1; }; }
 * The mark is that of the frames it sends.  The rule has to except them: they pass the egress
 * hook in spite of PACKET_QDISC_BYPASS, and without the exception they would come back for ever.
 * The kernel keeps the number of the TAP device in the rule, not its name: remove the rule when
 * this program ends (until then its frames are lost) and add it anew after a new "ready".
 * A burst that outruns the reading by 4096 frames is cut by the kernel (TX dropped of the TAP).
 *
 * Order of treatment: loss, duplicate, corrupt, rate, delay with jitter.  The two copies of a
 * duplicated frame are corrupted and serialised each on its own, but share one drawn delay.
 * A reordered frame is sent at once: it skips the delay and, as in netem, the rate too.
 * The same --seed gives the same decisions; without it the seed is random.
 *
 * It ends on SIGTERM, SIGINT or end of file on stdin: frames still waiting are abandoned, and
 * one line of JSON counters is printed, where
 *     seen + duplicated = lost + overflow + failed + frames sent + frames abandoned.
 * Exit status: 0 ended as asked, 64 bad usage, 71 the system refused something.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

enum { FRAME_MAXIMUM = 65600, FRAMES_PER_TURN = 64, TAP_QUEUE_LENGTH = 4096, TAP_MTU = 1279 };
enum { MARK = 0x77697265 };      /* "wire" in ASCII */
enum { LIMIT_DEFAULT = 10000, LIMIT_MAXIMUM = 1000000, RATE_MAXIMUM = 1000000000 };
static const uint64_t second = 1000000000, microseconds_maximum = 3600000000;

/* What the command line asks for; times in nanoseconds. */
struct options {
    const char *out, *tap;
    uint64_t delay, jitter, rate_kbit, limit, seed;
    double loss, duplicate, reorder, corrupt;
};

/* What happened so far, in frames. */
struct counters {
    uintmax_t seen, lost, duplicated, corrupted, reordered, overflow, failed;
};

/* One frame waiting for its due time. */
struct frame {
    uint64_t due, sequence;
    size_t length;
    unsigned char bytes[];
};

/* The whole state: a binary heap of waiting frames, the descriptors, and the random state. */
struct wire {
    struct options options;
    struct counters counters;
    struct frame **heap;
    size_t waiting;
    uint64_t sequence, departure, random;
    int events, signals, timer, tap, out;
};

/* Reports what the system refused and exits. */
static void __attribute__((noreturn)) fail(const char *action, const char *object)
{
    fprintf(stderr, "wire: %s %s: %s\n", action, object, strerror(errno));
    exit(EX_OSERR);
}

/* Reports a bad argument and exits. */
static void __attribute__((noreturn)) refuse(const char *complaint, const char *name, const char *value)
{
    fprintf(stderr, "wire: %s: %s %s\n", complaint, name, value);
    exit(EX_USAGE);
}

/* Parses a probability. */
static double fraction(const char *name, const char *text)
{
    char *end;
    double value = strtod(text, &end);
    bool plain = strspn(text, "0123456789.e-") == strlen(text) && *text != '-';
    if (!plain || end == text || *end || !(value >= 0 && value <= 1))
        refuse("not a fraction from 0 to 1", name, text);
    return value;
}

/* Parses a whole number within bounds. */
static uint64_t whole(const char *name, const char *text, uint64_t minimum, uint64_t maximum)
{
    errno = 0;
    uint64_t value = strtoull(text, NULL, 10);
    if (!*text || text[strspn(text, "0123456789")] || errno)
        refuse("not a whole number", name, text);
    if (value < minimum || value > maximum)
        refuse("number out of range", name, text);
    return value;
}

/* Checks the name of an interface. */
static const char *interface(const char *name, const char *text)
{
    if (!*text || strlen(text) >= IFNAMSIZ || strpbrk(text, "/:% \t\n"))
        refuse("not the name of an interface", name, text);
    return text;
}

/* Stores the value of one option. */
static void set_option(struct options *options, int which, const char *name, const char *text)
{
    switch (which) {
    case 'o': options->out = interface(name, text); break;
    case 't': options->tap = interface(name, text); break;
    case 'd': options->delay = whole(name, text, 0, microseconds_maximum) * 1000; break;
    case 'j': options->jitter = whole(name, text, 0, microseconds_maximum) * 1000; break;
    case 'l': options->loss = fraction(name, text); break;
    case 'u': options->duplicate = fraction(name, text); break;
    case 'r': options->reorder = fraction(name, text); break;
    case 'c': options->corrupt = fraction(name, text); break;
    case 'k': options->rate_kbit = whole(name, text, 0, RATE_MAXIMUM); break;
    case 'n': options->limit = whole(name, text, 1, LIMIT_MAXIMUM); break;
    case 's': options->seed = whole(name, text, 0, UINT64_MAX); break;
    }
}

/* Reads the command line. */
static void read_options(struct options *options, int count, char **arguments)
{
    static const struct option known[] = {
        {"out", 1, 0, 'o'}, {"tap", 1, 0, 't'}, {"delay-us", 1, 0, 'd'}, {"jitter-us", 1, 0, 'j'},
        {"loss", 1, 0, 'l'}, {"duplicate", 1, 0, 'u'}, {"reorder", 1, 0, 'r'},
        {"corrupt", 1, 0, 'c'}, {"rate-kbit", 1, 0, 'k'}, {"limit", 1, 0, 'n'},
        {"seed", 1, 0, 's'}, {0, 0, 0, 0},
    };
    int which, here = 1;
    for (; (which = getopt_long(count, arguments, "+:", known, NULL)) != -1; here = optind) {
        if (which == '?')
            refuse("unknown option", arguments[here], arguments[here + 1] ? arguments[here + 1] : "");
        if (which == ':')
            refuse("option without value", arguments[here], "");
        set_option(options, which, arguments[here], optarg);
    }
    if (optind < count)
        refuse("unexpected argument", arguments[optind], "");
    if (!options->out || !options->tap)
        refuse("missing option", options->out ? "--tap" : "--out", "");
}

/* Tells the time in nanoseconds. */
static uint64_t monotonic(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * second + time.tv_nsec;
}

/* Draws a number from [0, 1) with the splitmix64 generator. */
static double draw(uint64_t *state)
{
    uint64_t mixed = *state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return ((mixed ^ mixed >> 31) >> 11) * 0x1p-53;
}

/* Tells whether one frame leaves before another; ties keep the order of arrival. */
static bool precedes(const struct frame *one, const struct frame *other)
{
    return one->due != other->due ? one->due < other->due : one->sequence < other->sequence;
}

/* Puts a frame into the heap, which has room for it. */
static void push(struct wire *wire, struct frame *frame)
{
    size_t place = wire->waiting++;
    for (; place && precedes(frame, wire->heap[(place - 1) / 2]); place = (place - 1) / 2)
        wire->heap[place] = wire->heap[(place - 1) / 2];
    wire->heap[place] = frame;
}

/* Takes the frame that is due first out of the heap, which is not empty. */
static struct frame *pop(struct wire *wire)
{
    struct frame **heap = wire->heap, *first = heap[0], *moved = heap[--wire->waiting];
    size_t place = 0, child;
    while ((child = 2 * place + 1) < wire->waiting) {
        if (child + 1 < wire->waiting && precedes(heap[child + 1], heap[child]))
            child++;
        if (!precedes(heap[child], moved))
            break;
        heap[place] = heap[child];
        place = child;
    }
    heap[place] = moved;
    return first;
}

/* Flips one random bit after the IPv4 header or, in other frames, after the Ethernet header. */
static void corrupt(struct wire *wire, struct frame *frame)
{
    const struct ethhdr *header = (const void *)frame->bytes;
    size_t start = ETH_HLEN;
    if (header->h_proto == htobe16(ETH_P_IP) && frame->length > ETH_HLEN)
        start += (frame->bytes[ETH_HLEN] & 15) * 4;
    if (start >= frame->length)
        return;
    uint64_t bit = draw(&wire->random) * (frame->length - start) * 8;
    frame->bytes[start + bit / 8] ^= 1 << bit % 8;
    wire->counters.corrupted++;
}

/* Draws a delay around the mean, never below zero. */
static uint64_t draw_delay(struct wire *wire)
{
    uint64_t jitter = wire->options.jitter;
    uint64_t sum = wire->options.delay + (uint64_t)(draw(&wire->random) * (2 * jitter + 1));
    return sum > jitter ? sum - jitter : 0;
}

/* Occupies the link with a frame and tells when the frame's last bit has left. */
static uint64_t serialise(struct wire *wire, uint64_t now, size_t length)
{
    if (!wire->options.rate_kbit)
        return now;
    if (wire->departure < now)
        wire->departure = now;
    wire->departure += length * 8000000 / wire->options.rate_kbit;
    return wire->departure;
}

/* Queues one copy of a frame, perhaps corrupted. */
static void admit(struct wire *wire, const unsigned char *bytes, size_t length,
                  uint64_t now, bool at_once, uint64_t delay)
{
    struct frame *frame = NULL;
    if (wire->waiting < wire->options.limit)
        frame = malloc(sizeof *frame + length);
    if (!frame) {
        wire->counters.overflow++;
        return;
    }
    memcpy(frame->bytes, bytes, length);
    frame->length = length;
    frame->sequence = wire->sequence++;
    if (draw(&wire->random) < wire->options.corrupt)
        corrupt(wire, frame);
    frame->due = at_once ? now : serialise(wire, now, length) + delay;
    wire->counters.reordered += at_once;
    push(wire, frame);
}

/* Decides what becomes of a frame that has just arrived. */
static void treat(struct wire *wire, const unsigned char *bytes, size_t length)
{
    uint64_t now = monotonic();
    wire->counters.seen++;
    if (draw(&wire->random) < wire->options.loss) {
        wire->counters.lost++;
        return;
    }
    bool twice = draw(&wire->random) < wire->options.duplicate;
    bool at_once = draw(&wire->random) < wire->options.reorder;
    uint64_t delay = draw_delay(wire);
    admit(wire, bytes, length, now, at_once, delay);
    if (twice) {
        wire->counters.duplicated++;
        admit(wire, bytes, length, now, at_once, delay);
    }
}

/* Sends every frame whose time has come. */
static void send_due(struct wire *wire)
{
    while (wire->waiting && wire->heap[0]->due <= monotonic()) {
        struct frame *frame = pop(wire);
        if (send(wire->out, frame->bytes, frame->length, MSG_DONTWAIT) < 0)
            wire->counters.failed++;
        free(frame);
    }
}

/* Reads some frames and treats them. */
static void take_frames(struct wire *wire)
{
    unsigned char bytes[FRAME_MAXIMUM];
    for (int turn = 0; turn < FRAMES_PER_TURN; turn++) {
        ssize_t length = read(wire->tap, bytes, sizeof bytes);
        if (length < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (length < 0)
            fail("read from", wire->options.tap);
        treat(wire, bytes, length);
        send_due(wire);
    }
}

/* Sets the timer to the next due time, or stops it. */
static void set_timer(struct wire *wire)
{
    uint64_t due = wire->waiting ? wire->heap[0]->due : 0;
    struct itimerspec alarm = {.it_value = {.tv_sec = due / second, .tv_nsec = due % second}};
    if (timerfd_settime(wire->timer, TFD_TIMER_ABSTIME, &alarm, NULL) < 0)
        fail("set", "timer");
}

/* Tells whether the parent has closed stdin; anything it writes there is ignored. */
static bool stdin_ended(void)
{
    char ignored[512];
    return read(STDIN_FILENO, ignored, sizeof ignored) <= 0;
}

/* Treats and sends frames until asked to end. */
static void run(struct wire *wire)
{
    struct epoll_event ready[4];
    for (;;) {
        int count = epoll_wait(wire->events, ready, 4, -1);
        if (count < 0 && errno != EINTR)
            fail("wait for", "events");
        for (int index = 0; index < count; index++) {
            int source = ready[index].data.fd;
            if (source == wire->signals || (source == STDIN_FILENO && stdin_ended()))
                return;
            if (source == wire->tap)
                take_frames(wire);
        }
        send_due(wire);
        set_timer(wire);
    }
}

/* Adds a descriptor to those waited for. */
static void watch(struct wire *wire, int descriptor, const char *name)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    if (descriptor < 0 || epoll_ctl(wire->events, EPOLL_CTL_ADD, descriptor, &event) < 0)
        fail("wait for", name);
}

/* Changes one property of the TAP device. */
static void change_tap(int control, unsigned long what, struct ifreq *request)
{
    if (ioctl(control, what, request) < 0)
        fail("set up", request->ifr_name);
}

/* Creates the TAP device; with an MTU too small for IPv6 the kernel sends nothing of its own on it. */
static int create_tap(const char *name)
{
    struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_TUN_EXCL};
    int tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (tap < 0)
        fail("open", "/dev/net/tun");
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    change_tap(tap, TUNSETIFF, &request);
    request.ifr_mtu = TAP_MTU;
    change_tap(control, SIOCSIFMTU, &request);
    request.ifr_qlen = TAP_QUEUE_LENGTH;
    change_tap(control, SIOCSIFTXQLEN, &request);
    request.ifr_flags = IFF_UP | IFF_NOARP;
    change_tap(control, SIOCSIFFLAGS, &request);
    close(control);
    return tap;
}

/* Opens the socket that sends marked frames on the real interface, past its queue. */
static int open_out(const char *name)
{
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(name)};
    int bypass = 1, mark = MARK, out = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (!address.sll_ifindex || out < 0)
        fail("open", name);
    if (setsockopt(out, SOL_PACKET, PACKET_QDISC_BYPASS, &bypass, sizeof bypass) < 0)
        fail("bypass the queue of", name);
    if (setsockopt(out, SOL_SOCKET, SO_MARK, &mark, sizeof mark) < 0)
        fail("mark frames for", name);
    if (bind(out, (struct sockaddr *)&address, sizeof address) < 0)
        fail("bind to", name);
    return out;
}

/* Turns the signals that end the program into events. */
static int open_signals(void)
{
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    sigprocmask(SIG_BLOCK, &ending, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Opens everything; stdin comes first so that no other descriptor can take its place. */
static void set_up(struct wire *wire)
{
    wire->events = epoll_create1(EPOLL_CLOEXEC);
    watch(wire, STDIN_FILENO, "stdin (it must be a pipe)");
    watch(wire, wire->signals = open_signals(), "signals");
    watch(wire, wire->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK), "timer");
    wire->heap = calloc(wire->options.limit, sizeof *wire->heap);
    if (!wire->heap)
        fail("allocate", "queue");
    wire->random = wire->options.seed;
    wire->out = open_out(wire->options.out);
    watch(wire, wire->tap = create_tap(wire->options.tap), wire->options.tap);
}

/* Prints the counters as one line of JSON. */
static void print_counters(const struct counters *counters)
{
    printf("{\"seen\":%ju,\"lost\":%ju,\"duplicated\":%ju,\"corrupted\":%ju,"
           "\"reordered\":%ju,\"overflow\":%ju,\"failed\":%ju}\n",
           counters->seen, counters->lost, counters->duplicated, counters->corrupted,
           counters->reordered, counters->overflow, counters->failed);
    fflush(stdout);
}

/* Runs the link from "ready" to the counters. */
int main(int count, char **arguments)
{
    static struct wire wire = {.options.limit = LIMIT_DEFAULT};
    struct sched_param priority = {.sched_priority = 10};
    if (getrandom(&wire.options.seed, sizeof wire.options.seed, GRND_NONBLOCK) < 0)
        wire.options.seed = monotonic();
    read_options(&wire.options, count, arguments);
    set_up(&wire);
    sched_setscheduler(0, SCHED_FIFO, &priority);
    puts("ready");
    fflush(stdout);
    run(&wire);
    print_counters(&wire.counters);
    return 0;
}
