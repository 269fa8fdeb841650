# ringbearer: one Makefile, no recursion into folders.

VERSION = 0.1.0

BUILD ?= build
CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config

OBJ = $(BUILD)/obj
TESTS = $(BUILD)/tests

WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 \
	$(if $(WERROR),-Werror)
ALL_CPPFLAGS = -I. -D_GNU_SOURCE $(CPPFLAGS)
ALL_CFLAGS = -std=c11 $(WARNINGS) -fPIC $(CFLAGS)
CHECK_CFLAGS = $(shell $(PKG_CONFIG) --cflags check)
CHECK_LIBS = $(shell $(PKG_CONFIG) --libs check)

objects = $(patsubst %.c,$(OBJ)/%.o,$1)
PROTOCOL_OBJECTS = $(call objects,$(wildcard protocol/*.c))
PROTOCOL_TESTS = $(wildcard tests/unit/protocol/*.c)

all: $(BUILD)/libprotocol.a

$(BUILD)/libprotocol.a: $(PROTOCOL_OBJECTS)
	rm -f $@ && $(AR) rcs $@ $^

$(OBJ)/tests/%.o: MORE_CFLAGS = $(CHECK_CFLAGS)

$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(MORE_CFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)

# Unit tests of protocol/ link its archive and nothing else of ours.
$(TESTS)/protocol: $(call objects,$(PROTOCOL_TESTS)) $(BUILD)/libprotocol.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(CHECK_LIBS)

check:
	contrib/install-dependencies
	+$(MAKE) --no-print-directory check-now

check-now: $(TESTS)/protocol
	$(TESTS)/protocol

clean:
	rm -rf $(BUILD)

.PHONY: all check check-now clean
.DELETE_ON_ERROR:
