# ringbearer: one Makefile, no recursion into folders.
#
#   make            build                 make check   every test
#   make torture    the long tests        make demo    see it work
#   make help       all of them
#
# Yours to set: PREFIX, DESTDIR, CC, CFLAGS, CPPFLAGS, LDFLAGS, BUILD,
# WERROR=1 (warnings are errors), SANITIZE=address,undefined, TORTURE="NAME..."
# (of the long tests these alone), V=1 (show each
# command).

VERSION = 0.1.0

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
INSTALL ?= install

BINDIR = $(PREFIX)/bin
LIBEXECDIR = $(PREFIX)/libexec/ringbearer
MANDIR = $(PREFIX)/share/man
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d

# The parts are found beside the program: bin/ and libexec/ are siblings.
BIN = $(BUILD)/bin
LIBEXEC = $(BUILD)/libexec/ringbearer
OBJ = $(BUILD)/obj
TESTS = $(BUILD)/tests

WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 \
	$(if $(WERROR),-Werror)
HARDENING = -fstack-protector-strong -fPIC -ffunction-sections \
	$(if $(SANITIZE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
SANITIZER = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer)
ALL_CPPFLAGS = -I. -I$(BUILD)/gen -D_GNU_SOURCE \
	-DRINGBEARER_VERSION='"$(VERSION)"' $(CPPFLAGS)
COUNTING = $(if $(COUNTED),--coverage -fprofile-update=atomic)
COUNTERS = $(COUNTING)
ALL_CFLAGS = -std=c11 $(WARNINGS) $(HARDENING) $(CFLAGS) $(SANITIZER) \
	$(COUNTERS)
ALL_LDFLAGS = -Wl,-z,relro,-z,now,--gc-sections $(LDFLAGS) $(SANITIZER)

# Libraries. The small ones are linked from their archives where there are
# any: that spares `get` the dynamic linker's work. The big ones belong to
# the part that uses them. All are looked up when used, not before, since
# `make check` may only just have installed them.
comma = ,
archive = $(or $(filter /%,$(shell $(CC) -print-file-name=lib$1.a)),-l$1)
SODIUM = $(call archive,sodium)
CONFUSE = $(BUILD)/libconfuse.a
BSD = $(call archive,bsd) $(call archive,md)
JSON = $(BUILD)/libjson-c.a
KEYUTILS = $(call archive,keyutils)
SECCOMP = $(call archive,seccomp)
HELPER_LIBS = $(SODIUM) $(KEYUTILS) $(CONFUSE) $(JSON) $(BSD) -ldl -pthread
CURL_CFLAGS = $(shell $(PKG_CONFIG) --cflags libcurl libssl json-c)
VERIFIER_LIBS = $(CONFUSE) $(SECCOMP) \
	$(shell $(PKG_CONFIG) --libs libcurl libssl libcrypto json-c)
JSON_CFLAGS = $(shell $(PKG_CONFIG) --cflags json-c)
SECRET_CFLAGS = $(shell $(PKG_CONFIG) --cflags libsecret-1)
SECRET_LIBS = $(shell $(PKG_CONFIG) --libs libsecret-1)
DBUS_CFLAGS = $(shell $(PKG_CONFIG) --cflags dbus-1)
DBUS = $(BUILD)/libdbus.a
ADAPTED = $(DBUS) $(JSON) $(CONFUSE)
CHECK_CFLAGS = $(shell $(PKG_CONFIG) --cflags check)
CHECK_LIBS = $(shell $(PKG_CONFIG) --libs check)
MICROHTTPD_LIBS = $(shell $(PKG_CONFIG) --libs libmicrohttpd)

objects = $(patsubst %.c,$(OBJ)/%.o,$1)

PROTOCOL_SOURCES = $(wildcard protocol/*.c protocol/*/*.c)
DEFINITION_SOURCES = $(wildcard helper/definition/*.c)
KEYRING = helper/backends/secret-service
LIBSECRET_SOURCES = $(wildcard $(KEYRING)/libsecret/*.c)
VERIFIER_SOURCES = $(wildcard helper/verifier/*.c)
EMBED_SOURCES = helper/catalogue/embed.c
HELPER_SOURCES = $(filter-out $(LIBSECRET_SOURCES) $(VERIFIER_SOURCES) \
	$(EMBED_SOURCES),$(wildcard helper/*.c helper/*/*.c helper/*/*/*.c))
# What the other programs take of it beside the definitions.
CONFINED_SOURCES = helper/system/allocator.c helper/system/harden.c \
	helper/network/wire.c
SHARED_SERVICE_SOURCES = $(addprefix $(KEYRING)/,fault.c item.c)
DEFINITIONS = $(sort $(wildcard helper/providers/*.conf))
BUILTIN = $(BUILD)/gen/builtin.c

PROTOCOL_OBJECTS = $(call objects,$(PROTOCOL_SOURCES))
PROTOCOL = $(BUILD)/libprotocol.a
DEFINITION_OBJECTS = $(call objects,$(DEFINITION_SOURCES))
HELPER_OBJECTS = $(call objects,$(HELPER_SOURCES)) $(BUILD)/gen/builtin.o
VERIFIER_OBJECTS = $(call objects,$(VERIFIER_SOURCES) $(CONFINED_SOURCES)) \
	$(DEFINITION_OBJECTS)

# The names that callers look for. pip's `keyring` is left to who wants it:
# it would hide the real one.
NAMES = git-credential-ringbearer docker-credential-ringbearer \
	bazel-credential-ringbearer terraform-credentials-ringbearer \
	cargo-credential-ringbearer kubectl-credential-ringbearer \
	ringbearer-mcp-headers ringbearer-askpass ringbearer-client
PROGRAMS = $(BIN)/ringbearer $(addprefix $(BIN)/,$(NAMES)) \
	$(LIBEXEC)/ringbearer-verify $(LIBEXEC)/libsecret.so
MANUALS = $(wildcard helper/man/*.[157])

# Says what is made; with V=1 the command line says it.
say = $(if $(V),,@echo '  $@';)

all: $(PROGRAMS)

# Weak symbols that nobody has are not looked for at each start.
LEAN = $(if $(SANITIZE),,-Wl$(comma)-z$(comma)nodynamic-undefined-weak)

$(BIN)/ringbearer: $(HELPER_OBJECTS) $(PROTOCOL_OBJECTS) $(ADAPTED)
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) $(LEAN) -pie -o $@ $^ \
		$(HELPER_LIBS)

$(addprefix $(BIN)/,$(NAMES)): $(BIN)/ringbearer
	$(say)ln -sf ringbearer $@

$(LIBEXEC)/ringbearer-verify: $(VERIFIER_OBJECTS) $(PROTOCOL) $(CONFUSE)
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -pie -o $@ $^ $(VERIFIER_LIBS)

# libdbus, made to wipe what it frees, since answers with secrets pass through
# it. What it wants of libsystemd is for servers only; without that `get`
# loads six libraries less.
$(DBUS):
	@mkdir -p $(@D)
	$(say)objcopy --redefine-sym free=wiping_free \
		--redefine-sym realloc=wiping_realloc \
		--weaken-symbol sd_listen_fds --weaken-symbol sd_is_socket \
		$(call archive,dbus-1) $@

# Made to end the program where they would abort or crash for want of memory.
DEMANDING = $(foreach name,malloc calloc realloc reallocarray strdup strndup, \
	--redefine-sym $(name)=demanding_$(name))

# Requests with secrets pass through it: what it frees is wiped, too.
$(JSON):
	@mkdir -p $(@D)
	$(say)objcopy $(DEMANDING) --redefine-sym free=wiping_free \
		$(call archive,json-c) $@

$(CONFUSE):
	@mkdir -p $(@D)
	$(say)objcopy $(DEMANDING) $(call archive,confuse) $@

# Complete in itself, so that the program need not export anything, which would
# cost the dynamic linker's time at each start.
$(LIBEXEC)/libsecret.so: $(call objects,$(LIBSECRET_SOURCES) \
		$(SHARED_SERVICE_SOURCES)) $(PROTOCOL)
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -shared -Wl,--no-undefined,--gc-sections \
		-o $@ $^ $(SECRET_LIBS)

# The built-in definitions, checked while they are turned into C.
$(BUILD)/embed: $(call objects,$(EMBED_SOURCES) helper/system/allocator.c) \
		$(DEFINITION_OBJECTS) $(PROTOCOL) $(CONFUSE)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^

$(BUILTIN): $(BUILD)/embed $(DEFINITIONS)
	@mkdir -p $(@D)
	$(say)$(BUILD)/embed $(DEFINITIONS) > $@.new && mv $@.new $@

$(BUILD)/gen/builtin.o: $(BUILTIN)
	$(say)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

# The rows of tables say what matters, and leave out the rest.
$(OBJ)/tests/unit/protocol/%.o: MORE_CFLAGS = -Wno-missing-field-initializers
# The libraries of a folder: tests/layers says who may use them.
with = $(foreach folder,$1,$(OBJ)/$(folder)/%.o)
$(call with,protocol helper/commands helper/clients helper/importers \
	helper/backends/vault helper/backends/etcd): \
	MORE_CFLAGS = $(JSON_CFLAGS)
$(call with,helper/verifier): MORE_CFLAGS = $(CURL_CFLAGS)
$(call with,$(KEYRING)): MORE_CFLAGS = $(DBUS_CFLAGS)
$(call with,$(KEYRING)/libsecret): MORE_CFLAGS = $(SECRET_CFLAGS)
$(OBJ)/tests/%.o: MORE_CFLAGS = $(CHECK_CFLAGS)
# The demo needs them, without Check.
$(OBJ)/tests/sim/%.o: MORE_CFLAGS =
# Of the tests, only one that takes a source in has something to count.
$(OBJ)/tests/%.o: COUNTERS =
$(OBJ)/tests/unit/helper/backends/auto_test.o $(OBJ)/tests/unit/helper/backends/chain_test.o: \
	COUNTERS = $(COUNTING)

# The dependencies hold however the build folder is spelled.
$(OBJ)/%.o: %.c
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_CPPFLAGS) $(MORE_CFLAGS) $(ALL_CFLAGS) -MMD -MP \
		-MT '$$(OBJ)/$*.o' -c -o $@ $<

-include $(shell find $(OBJ) -name '*.d' 2>/dev/null)

# Tests. Unit tests of protocol/ link its archive and nothing else of ours.
PROTOCOL_TESTS = $(wildcard tests/unit/protocol/*.c tests/unit/protocol/*/*.c)
VERIFIER_TESTS = $(wildcard tests/unit/helper/verifier/*.c)
HELPER_TESTS = $(filter-out $(VERIFIER_TESTS),$(wildcard \
	$(addprefix tests/unit/helper/,*.c */*.c */*/*.c)))
TEST_PROGRAMS = $(TESTS)/protocol $(TESTS)/helper $(TESTS)/verifier \
	$(TESTS)/contract $(TESTS)/simulator $(TESTS)/basic-server \
	$(TESTS)/without $(TESTS)/at-call $(TESTS)/fill $(TESTS)/stopwatch
TORTURE_PROGRAMS = $(TESTS)/memory-scan $(TESTS)/measured $(TESTS)/crowd
TORTURE_LIBRARIES = $(TESTS)/failing-malloc.so

$(PROTOCOL): $(PROTOCOL_OBJECTS)
	$(say)rm -f $@ && $(AR) rcs $@ $^

$(TESTS)/protocol: $(call objects,$(PROTOCOL_TESTS)) $(PROTOCOL)
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CHECK_LIBS) \
		$(shell $(PKG_CONFIG) --libs json-c)

$(TESTS)/helper: $(call objects,$(HELPER_TESTS)) \
		$(filter-out $(OBJ)/helper/main.o,$(HELPER_OBJECTS)) \
		$(PROTOCOL_OBJECTS) $(ADAPTED)
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(HELPER_LIBS) $(CHECK_LIBS)

$(TESTS)/verifier: $(call objects,$(VERIFIER_TESTS)) \
		$(filter-out $(OBJ)/helper/verifier/main.o,$(VERIFIER_OBJECTS)) \
		$(PROTOCOL) $(CONFUSE)
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(VERIFIER_LIBS) $(CHECK_LIBS)

# It stands beside bin/, so that it finds the same parts as the program.
$(TESTS)/contract: $(call objects,$(wildcard tests/contract/*.c)) \
		$(filter-out $(OBJ)/helper/main.o,$(HELPER_OBJECTS)) \
		$(PROTOCOL_OBJECTS) $(ADAPTED)
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^ \
		$(HELPER_LIBS) $(CHECK_LIBS)

$(TESTS)/simulator: $(call objects,$(wildcard tests/sim/*.c))
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(MICROHTTPD_LIBS) -pthread

$(TESTS)/stopwatch: $(OBJ)/tests/bench/stopwatch.o
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^

# It stands where it finds the same parts as the program.
$(TESTS)/fill: $(OBJ)/tests/bench/fill.o \
		$(filter-out $(OBJ)/helper/main.o,$(HELPER_OBJECTS)) \
		$(PROTOCOL_OBJECTS) $(ADAPTED)
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^ \
		$(HELPER_LIBS)

$(TORTURE_LIBRARIES): $(TESTS)/%.so: $(OBJ)/tests/torture/%.o
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -shared -o $@ $^

$(TORTURE_PROGRAMS): $(TESTS)/%: $(OBJ)/tests/torture/%.o
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^

$(TESTS)/basic-server: $(OBJ)/tests/basic-server.o
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(MICROHTTPD_LIBS)

$(TESTS)/at-call: $(OBJ)/tests/at-call.o
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^

$(TESTS)/without: $(OBJ)/tests/without.o
	@mkdir -p $(@D)
	$(say)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SECCOMP)

# What building and the demo need, and what the tests need, too.
dependencies:
	contrib/install-dependencies build

test-dependencies:
	contrib/install-dependencies tests

# The packages may only now be there: a second make looks for them.
check: test-dependencies
	+$(MAKE) --no-print-directory check-now

check-now: all $(TEST_PROGRAMS)
	BUILD=$(abspath $(BUILD)) tests/run.sh

torture: test-dependencies
	+$(MAKE) --no-print-directory torture-now

torture-now: all $(TEST_PROGRAMS) $(TORTURE_PROGRAMS) $(TORTURE_LIBRARIES)
	BUILD=$(abspath $(BUILD)) tests/torture.sh $(TORTURE)

# Fuzzing: everything is built a second time, by clang and with sanitizers.
# FUZZ_SECONDS is for each target.
FUZZ_SECONDS ?= 20
FUZZ = $(BUILD)/fuzz
FUZZ_TARGETS = $(patsubst tests/fuzz/%.c,$(BUILD)/%,$(wildcard tests/fuzz/*.c))

fuzz: test-dependencies
	+$(MAKE) --no-print-directory BUILD=$(FUZZ) CC=clang \
		SANITIZE=address,undefined WERROR= CFLAGS="-O1 -g \
		-fsanitize=fuzzer-no-link -fno-sanitize-recover=all" \
		fuzz-targets
	FUZZ=$(abspath $(FUZZ)) FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz.sh

fuzz-targets: $(FUZZ_TARGETS)

# Each has all of both programs behind it, but what it includes itself.
$(OBJ)/tests/fuzz/bus.o: MORE_CFLAGS = $(DBUS_CFLAGS)
$(OBJ)/tests/fuzz/outcome.o: MORE_CFLAGS = $(CURL_CFLAGS)
$(OBJ)/tests/fuzz/callers.o: MORE_CFLAGS = $(JSON_CFLAGS)
$(BUILD)/callers: $(OBJ)/tests/unit/protocol/stand-in.o
$(BUILD)/bus: INCLUDED = $(OBJ)/helper/backends/secret-service/read.o
$(FUZZ_TARGETS): $(BUILD)/%: $(OBJ)/tests/fuzz/%.o \
		$(filter-out %/helper/main.o,$(HELPER_OBJECTS)) \
		$(filter-out %/verifier/main.o,$(VERIFIER_OBJECTS)) \
		$(PROTOCOL_OBJECTS) $(ADAPTED)
	$(say)$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ \
		$(filter-out $(INCLUDED),$(sort $(filter %.o,$^))) $(DBUS) \
		$(HELPER_LIBS) $(VERIFIER_LIBS)

# Coverage: everything is built once more, with counters. As GNU C, in which gcc
# has them written by fork(2) and execve(2), too.
COVERAGE = $(BUILD)/coverage
FLUSHED = _exit raise dlopen landlock_enforce seccomp_enforce

coverage: test-dependencies
	@mkdir -p $(COVERAGE)
	$(say)$(CC) $(WARNINGS) -D_GNU_SOURCE -O2 -fPIC -c \
		-o $(COVERAGE)/flush.o tests/coverage/flush.c
	+$(MAKE) --no-print-directory BUILD=$(COVERAGE) COUNTED=1 \
		CFLAGS="-std=gnu11 -U_FORTIFY_SOURCE -O0 -g" \
		LDFLAGS="--coverage $(abspath $(COVERAGE)/flush.o) \
		$(addprefix -Wl$(comma)--wrap=,$(FLUSHED))" coverage-now

coverage-now: all $(TEST_PROGRAMS)
	BUILD=$(abspath $(BUILD)) tests/coverage.sh

demo: dependencies
	+$(MAKE) --no-print-directory demo-now

demo-now: all $(TESTS)/simulator
	BUILD=$(abspath $(BUILD)) tests/demo.sh

asan: test-dependencies
	+$(MAKE) --no-print-directory BUILD=$(BUILD)/asan \
		SANITIZE=address,undefined CFLAGS="-O1 -g" check-now

lint: test-dependencies
	tests/lint.sh

bench: test-dependencies
	+$(MAKE) --no-print-directory all $(TEST_PROGRAMS)
	BUILD=$(abspath $(BUILD)) tests/bench.sh

install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBEXECDIR) \
		$(addprefix $(DESTDIR)$(MANDIR)/,man1 man5 man7) \
		$(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR)
	$(INSTALL) -m 755 $(BIN)/ringbearer $(DESTDIR)$(BINDIR)/ringbearer
	for name in $(NAMES); do \
		ln -sf ringbearer $(DESTDIR)$(BINDIR)/$$name || exit 1; \
	done
	$(INSTALL) -m 755 $(LIBEXEC)/ringbearer-verify $(DESTDIR)$(LIBEXECDIR)
	$(INSTALL) -m 644 $(LIBEXEC)/libsecret.so \
		$(DESTDIR)$(LIBEXECDIR)
	for page in $(notdir $(MANUALS)); do \
		$(INSTALL) -m 644 helper/man/$$page \
			$(DESTDIR)$(MANDIR)/man$${page##*.}/$$page || exit 1; \
	done
	$(INSTALL) -m 644 contrib/completions/ringbearer.bash \
		$(DESTDIR)$(BASHDIR)/ringbearer
	$(INSTALL) -m 644 contrib/completions/_ringbearer $(DESTDIR)$(ZSHDIR)
	$(INSTALL) -m 644 contrib/completions/ringbearer.fish $(DESTDIR)$(FISHDIR)

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/ringbearer \
		$(addprefix $(DESTDIR)$(BINDIR)/,$(NAMES)) \
		$(addprefix $(DESTDIR)$(LIBEXECDIR)/,ringbearer-verify \
			libsecret.so) \
		$(DESTDIR)$(BASHDIR)/ringbearer $(DESTDIR)$(ZSHDIR)/_ringbearer \
		$(DESTDIR)$(FISHDIR)/ringbearer.fish
	for page in $(notdir $(MANUALS)); do \
		rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$$page; \
	done
	rmdir $(DESTDIR)$(LIBEXECDIR) 2>/dev/null || true

clean:
	rm -rf $(BUILD)

help:
	@echo 'make             build into $(BUILD)/'
	@echo 'make demo        install what is missing, build, show it at work'
	@echo 'make check       install what is missing, build, run every test'
	@echo 'make torture     the tests that take minutes: faults, load, attacks'
	@echo 'make fuzz        each fuzz target for FUZZ_SECONDS (20)'
	@echo 'make coverage    what the tests run of the source, and its limits'
	@echo 'make asan        every test under the address and UB sanitizers'
	@echo 'make lint        layers, format, shell scripts, manual pages'
	@echo 'make bench       measure beside other helpers'
	@echo 'make install     to $$(DESTDIR)$$(PREFIX), now $(DESTDIR)$(PREFIX)'
	@echo 'make uninstall   take that away again'
	@echo 'make clean       remove $(BUILD)/'

.PHONY: all check check-now torture torture-now fuzz fuzz-targets coverage coverage-now \
	demo demo-now asan lint bench \
	install uninstall clean help dependencies test-dependencies
.DELETE_ON_ERROR:
