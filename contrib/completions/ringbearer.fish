# Completion of ringbearer for fish. It knows no command and no option: it
# asks the program (`ringbearer help --words`), so it cannot fall behind it.

# Offers the lines of one sort: `WORD<tab>DESCRIPTION`.
function __ringbearer_offer --argument-names what before
    while read --local --delimiter \t sort word value text
        test "$sort" = "$what"; or continue
        test "$text" = -; and set text ''
        printf '%s%s\t%s\n' "$before" $word "$text"
    end
end

# Offers words of a kind, with something in front of each.
function __ringbearer_kind --argument-names kind before
    switch "$kind"
        case file
            __fish_complete_path (string replace -- "$before" '' (commandline --current-token --cut-at-cursor)) |
                string replace --regex -- '^' "$before"
        case '' - text
        case '*'
            $argv[3..] help --words $kind 2>/dev/null </dev/null |
                __ringbearer_offer word "$before"
    end
end

# What kind of value an option takes.
function __ringbearer_value --argument-names option
    while read --local --delimiter \t sort word value text
        test "$sort" = option -a "$word" = "$option" -a "$value" != -
        and echo $value
    end
end

function __ringbearer_complete
    set --local words (commandline --tokenize --current-process --cut-at-cursor)
    set --local current (commandline --current-token --cut-at-cursor)
    set --local program (string replace --regex '^~' $HOME -- $words[1])
    set --local table ($program help --words 2>/dev/null </dev/null)
    set --local command
    set --local pending
    set --local option
    set --local behind -1
    for word in $words[2..]
        if test $behind -ge 0
            set behind (math $behind + 1)
        else if test -n "$pending"
            test -n "$command"; or set --append program $option $word
            set pending
        else if test "$word" = --
            test -n "$command"; and set behind 0
        else if string match --quiet -- '--*=*' $word
            test -n "$command"; or set --append program $word
        else if string match --quiet -- '-*' $word
            set option $word
            set pending (printf '%s\n' $table | __ringbearer_value $word)
        else if test -z "$command"
            set command $word
            set table ($program help --words -- $command 2>/dev/null </dev/null)
        end
    end
    if test $behind -eq 0
        __fish_complete_command
    else if test $behind -gt 0
        __fish_complete_path $current
    else if test -n "$pending"
        __ringbearer_kind $pending '' $program
    else if string match --quiet -- '--*=*' $current
        set --local parts (string split --max 1 = -- $current)
        set --local kind (printf '%s\n' $table | __ringbearer_value $parts[1])
        __ringbearer_kind "$kind" "$parts[1]=" $program
    else if string match --quiet -- '-*' $current
        printf '%s\n' $table | __ringbearer_offer option ''
    else if test -z "$command"
        printf '%s\n' $table | __ringbearer_offer command ''
    else
        set --local kind (string match -- 'argument*' $table | string split --fields 2 \t)
        __ringbearer_kind "$kind" '' $program
    end
end

complete --command ringbearer --no-files --arguments '(__ringbearer_complete)'
