"""Completion of ``hpe3parclient`` in bash, zsh and fish.

The scripts hold the names of the methods, so that a Tab starts no Python.
"""

from __future__ import annotations

from hpe3parclient.console import call

_CONNECTION = '--array --url --user --password-file --ca-bundle'

#: what a command takes; '' is the prompt
_OPTIONS = {
    '': f'-c --capacity --read-only --plain --version --help {_CONNECTION}',
    'anonymise': '--to --key --help',
    'apply': f'--change --help {_CONNECTION}',
    'call': f'--json --wide --change --help {_CONNECTION}',
    'capture': f'--to --statistics --metadata --pause --help {_CONNECTION}',
    'compare': f'--pause --json --help {_CONNECTION}',
    'completion': '--help',
    'methods': '--help',
    'rehearse': '--save --help',
    'turn-back': '--to --key --help',
}

#: options with a file after them, and those with another value
_FILES = '--password-file --ca-bundle --to --key --save'
_VALUES = '--array --url --user -c --pause'

#: commands with a file after them
_WITH_FILE = 'anonymise apply compare rehearse turn-back'

_SHELLS = 'bash fish zsh'

_BASH = """\
_hpe3parclient() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local item value= given= method= words=
    for item in "${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
        if [[ -n $value ]]; then value=
        elif [[ " %(files)s %(values)s " == *" $item "* ]]; then value=1
        elif [[ $item == -* ]]; then :
        elif [[ -z $given ]]; then given=$item
        else method=$item
        fi
    done
    if [[ " %(files)s " == *" $before "* ]]; then
        COMPREPLY=($(compgen -f -- "$word")); return
    elif [[ " %(values)s " == *" $before "* ]]; then
        return
    fi
    case "$given $word" in
%(options)s
    "call "*) [[ -n $method ]] || words="%(methods)s" ;;
    "methods "*) words="%(methods)s" ;;
    "completion "*) words="%(shells)s" ;;
    " "*) words="%(commands)s" ;;
    *) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _hpe3parclient hpe3parclient
"""

_ZSH = """\
autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
""" + _BASH

_FISH = """\
set -g __hpe3parclient_methods %(methods)s
complete -c hpe3parclient -f
complete -c hpe3parclient -n "not __fish_seen_subcommand_from %(commands)s" \
-a "%(commands)s"
complete -c hpe3parclient -n "__fish_seen_subcommand_from completion" \
-a "%(shells)s"
complete -c hpe3parclient -n "__fish_seen_subcommand_from call methods; \
and not __fish_seen_subcommand_from $__hpe3parclient_methods" \
-a "$__hpe3parclient_methods"
complete -c hpe3parclient -n "__fish_seen_subcommand_from %(with_file)s" -F
%(options)s
"""

#: by the name of the shell
SCRIPTS = {'bash': _BASH, 'zsh': _ZSH, 'fish': _FISH}


def script(shell: str) -> str:
    """Return the script for a shell: ``bash``, ``zsh`` or ``fish``."""
    return SCRIPTS[shell] % {
        'commands': ' '.join(filter(None, _OPTIONS)),
        'files': _FILES, 'values': _VALUES, 'with_file': _WITH_FILE,
        'methods': ' '.join(call.methods()), 'shells': _SHELLS,
        'options': '\n'.join(
            _fish_options() if shell == 'fish' else _bash_options())}


def _bash_options() -> list[str]:
    """Return a branch for each command: its options, where a dash is typed."""
    return [f'    "{command} -"*) words="{words}" ;;'
            for command, words in _OPTIONS.items()]


def _fish_options() -> list[str]:
    """Return a line for each option of each command."""
    commands = ' '.join(filter(None, _OPTIONS))
    lines: list[str] = []
    for command, words in _OPTIONS.items():
        where = f'__fish_seen_subcommand_from {command}' if command else \
            f'not __fish_seen_subcommand_from {commands}'
        for word in words.split():
            name = f'-l {word[2:]}' if word[:2] == '--' else f'-s {word[1:]}'
            takes = ' -r -F' if word in _FILES.split() else \
                ' -x' if word in _VALUES.split() else ''
            lines.append(f'complete -c hpe3parclient -n "{where}" {name}{takes}')
    return lines
