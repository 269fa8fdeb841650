#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "helper/network/verify-keys.h"
#include "helper/verifier/conversation.h"
#include "helper/verifier/http.h"
#include "helper/verifier/queue.h"
#include "protocol/core/clock.h"
#include "protocol/core/memory.h"

enum {
	WAIT_UNTOLD = 5, /* seconds after a 429 that says nothing */
	WAIT_MOST = 1000 /* milliseconds before it looks up again */
};

/* A host with its scheme and port, as in the URLs. */
struct site {
	const char *name; /* borrowed from a URL */
	size_t length;
	size_t asking;	 /* requests on their way */
	long long opens; /* when it may be asked again */
	bool crowded;	 /* it answered 429: what is optional is left out */
};

struct talk {
	struct conversation conversation;
	struct exchange exchange;
	struct site *asking; /* NULL: no request is on its way */
	bool again;	     /* it was begun anew */
	bool told;
};

struct queue {
	struct http *http;
	struct talk *talks;
	size_t count;
	size_t untold;
	struct site *sites;
	size_t site_count;
	bool patient;
	long long deadline;
	queue_done *done;
	void *argument;
};

static struct site *find_site(struct queue *q, const char *url)
{
	size_t length = request_origin(url);
	struct site *site = q->sites;

	for (size_t i = 0; i < q->site_count; i++, site++)
		if (site->length == length &&
		    strncmp(site->name, url, length) == 0)
			return site;
	*site = (struct site){ .name = url, .length = length };
	q->site_count++;
	return site;
}

/* After a 429: nobody asks there for a while. */
static void shut(struct site *site, long long seconds)
{
	long long opens = clock_now() + seconds * 1000;

	if (opens > site->opens)
		site->opens = opens;
}

/* Tells what came of it, or begins it anew behind a 429. */
static void settle(struct queue *q, struct talk *t, struct site *site)
{
	struct conversation *c = &t->conversation;

	if (!c->over)
		return;
	if (q->patient && c->finding.verdict == VERDICT_THROTTLED && site) {
		shut(site, c->retry >= 0 ? c->retry : WAIT_UNTOLD);
		if (!t->again && site->opens < q->deadline) {
			t->again = true;
			conversation_begin(c, c->inquiry);
			return;
		}
	}
	t->told = true;
	q->untold--;
	q->done(c->inquiry, q->argument);
}

static void start(struct queue *q, struct talk *t, struct site *site)
{
	long long most = q->deadline - clock_now();

	if (!conversation_next(&t->conversation,
			       most < LONG_MAX ? (long)most : LONG_MAX,
			       &t->exchange)) {
		settle(q, t, NULL);
		return;
	}
	t->exchange.owner = t;
	if (http_send(q->http, &t->exchange)) {
		t->asking = site;
		site->asking++;
		return;
	}
	conversation_take(&t->conversation, &t->exchange);
	settle(q, t, NULL);
}

static void give_up(struct queue *q, struct talk *t, enum verdict verdict,
		    const char *reason)
{
	struct finding f = { 0 };

	finding_set(&f, verdict, "%s", reason);
	conversation_end(&t->conversation, &f);
	settle(q, t, NULL);
}

static void skip(struct queue *q, struct talk *t)
{
	conversation_go_on(&t->conversation);
	settle(q, t, NULL);
}

/*
 * Sends the next request of a conversation, or finds that it is not to be
 * sent. False if it may be sent later.
 */
static bool consider(struct queue *q, struct talk *t)
{
	const struct step *step = conversation_step(&t->conversation);
	struct site *site = find_site(q, step->url);
	long long now = clock_now();

	if (step->optional && (site->crowded || now >= q->deadline))
		skip(q, t);
	else if (site->opens >= q->deadline)
		give_up(q, t, VERDICT_THROTTLED,
			"not asked, since the host wants no more requests for "
			"now");
	else if (now >= q->deadline)
		give_up(q, t, VERDICT_UNAVAILABLE, "not asked in time");
	else if (now >= site->opens && site->asking < VERIFY_AT_ONCE)
		start(q, t, site);
	else
		return false;
	return true;
}

static void consider_all(struct queue *q)
{
	for (struct talk *t = q->talks; t < q->talks + q->count; t++)
		while (!t->told && !t->asking && consider(q, t))
			;
}

/* How long nothing happens but by an answer, in milliseconds. */
static int quiet_time(const struct queue *q)
{
	long long now = clock_now();
	long long time = WAIT_MOST;

	if (q->deadline - now < time)
		time = q->deadline - now;
	for (size_t i = 0; i < q->site_count; i++)
		if (q->sites[i].opens > now && q->sites[i].opens - now < time)
			time = q->sites[i].opens - now;
	return time > 0 ? (int)time : 0;
}

static void finish(struct queue *q, struct exchange *x)
{
	struct talk *t = x->owner;
	struct site *site = t->asking;

	t->asking = NULL;
	site->asking--;
	conversation_take(&t->conversation, x);
	if (t->conversation.crowded)
		site->crowded = true;
	settle(q, t, site);
}

/* There can be no more hosts than steps. */
static void make_room(struct queue *q, const struct inquiry *inquiries)
{
	size_t steps = 1;

	for (size_t i = 0; i < q->count; i++)
		if (!inquiries[i].shares)
			steps += inquiries[i].provider->step_count;
	q->sites = memory_alloc(steps, sizeof(*q->sites));
	q->talks = memory_alloc(q->count, sizeof(*q->talks));
}

bool queue_run(struct inquiry *inquiries, size_t count, queue_done *done,
	       void *argument)
{
	long limit = count > 0 ? inquiries[0].deadline : 0;
	struct queue q = { .http = http_open(),
			   .count = count,
			   .untold = count,
			   .patient = limit > 0,
			   .deadline =
				   limit > 0 ? clock_now() + limit : LLONG_MAX,
			   .done = done,
			   .argument = argument };

	if (!q.http)
		return false;
	make_room(&q, inquiries);
	for (size_t i = 0; i < count; i++) {
		conversation_begin(&q.talks[i].conversation, &inquiries[i]);
		settle(&q, &q.talks[i], NULL);
	}
	for (consider_all(&q); q.untold > 0; consider_all(&q)) {
		struct exchange *x = http_wait(q.http, quiet_time(&q));

		if (x)
			finish(&q, x);
	}
	http_close(q.http);
	free(q.sites);
	free(q.talks);
	return true;
}
