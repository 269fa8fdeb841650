#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "helper/commands/curl-options.h"
#include "helper/commands/curl-table.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

static void object(struct curl_line *line, enum curl_reason reason,
		   const char *word)
{
	if (line->reason != CURL_NOTHING)
		return;
	line->reason = reason;
	line->word = word;
}

/*
 * Whether a header is one line with a name of its own, that is not the site's.
 * What stands in a file, `@FILE`, nobody has seen.
 */
static bool is_harmless(const char *header)
{
	size_t name = strcspn(header, ":; \t");

	return *header != '@' && name > 0 &&
	       (header[name] == ':' || header[name] == ';') &&
	       !(name == 4 && strncasecmp(header, "Host", name) == 0) &&
	       !text_has_control(header, strlen(header));
}

static void note(struct curl_line *line, const struct curl_option *option,
		 const char *word, const char *value)
{
	static const enum curl_reason reasons[] = {
		[ELSEWHERE] = CURL_ELSEWHERE,
		[IN_CLEAR] = CURL_IN_CLEAR,
		[OWN] = CURL_OWN,
	};

	switch (option->kind) {
	case PLAIN:
		break;
	case URL:
		line->urls[line->url_count++] = value;
		break;
	case HEADER:
		line->renames |= !is_harmless(value);
		line->headers[line->header_count++] = value;
		break;
	case LOCATION:
		line->follows = true;
		break;
	case PROXY:
		line->has_proxy = true;
		break;
	case AUTHORITY:
		line->has_authority = true;
		break;
	case SHOWS:
		line->shows = true;
		break;
	default:
		object(line, reasons[option->kind], word);
	}
}

/* `-sSo FILE`, `-oFILE`. Returns how many words it took behind its own. */
static int read_letters(struct curl_line *line, char *const *word, int left)
{
	for (const char *letter = *word + 1; *letter; letter++) {
		const struct curl_option *option =
			curl_option_lettered(*letter);
		const char *value = letter + 1;

		if (!option) {
			object(line, CURL_UNKNOWN, *word);
			return 0;
		}
		if (!option->has_value) {
			note(line, option, *word, NULL);
			continue;
		}
		if (!*value && left == 0)
			object(line, CURL_AMISS, *word);
		else
			note(line, option, *word, *value ? value : word[1]);
		return !*value && left > 0;
	}
	return 0;
}

static int read_name(struct curl_line *line, char *const *word, int left)
{
	const struct curl_option *option = curl_option_named(*word + 2);

	if (!option)
		object(line, CURL_UNKNOWN, *word);
	else if (!option->has_value)
		note(line, option, *word, NULL);
	else if (left == 0)
		object(line, CURL_AMISS, *word);
	else
		note(line, option, *word, word[1]);
	return option && option->has_value && left > 0;
}

void curl_line_read(struct curl_line *line, char *const *words, int count)
{
	bool ended = false;

	*line = (struct curl_line){ 0 };
	line->urls = memory_alloc((size_t)count + 1, sizeof(*line->urls));
	line->headers = memory_alloc((size_t)count + 1, sizeof(*line->headers));
	for (int i = 0; i < count; i++) {
		if (ended || words[i][0] != '-' || words[i][1] == '\0')
			line->urls[line->url_count++] = words[i];
		else if (strcmp(words[i], "--") == 0)
			ended = true;
		else if (words[i][1] == '-')
			i += read_name(line, words + i, count - i - 1);
		else
			i += read_letters(line, words + i, count - i - 1);
	}
}

void curl_line_clear(struct curl_line *line)
{
	free(line->urls);
	free(line->headers);
	*line = (struct curl_line){ 0 };
}
