"""Completion of ``hpe3parclient`` in bash, zsh and fish.

The scripts hold the names of the methods, so that a Tab starts no Python.
"""

from __future__ import annotations

from hpe3parclient.console import call

_COMMANDS = 'anonymise call capture compare completion methods '\
    'rehearse turn-back'
_FLAGS = '--array --url --user --password-file --ca-bundle'
_OF_CALL = '--json --wide --change --help'
_OF_PROMPT = '-c --capacity --read-only --plain --version --help'

_BASH = """\
_hpe3parclient() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local item value= given= method= words=
    for item in "${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
        if [[ -n $value ]]; then value=
        elif [[ " -c %(flags)s " == *" $item "* ]]; then value=1
        elif [[ $item == -* ]]; then :
        elif [[ -z $given ]]; then given=$item
        else method=$item
        fi
    done
    case $before in
    --password-file|--ca-bundle)
        COMPREPLY=($(compgen -f -- "$word")); return ;;
    --array|--url|--user|-c) return ;;
    esac
    case $given in
    '') words="%(commands)s %(flags)s %(of_prompt)s" ;;
    completion) words="bash fish zsh" ;;
    methods) words="%(methods)s" ;;
    call)
        if [[ -n $method || $word == -* ]]; then words="%(of_call)s %(flags)s"
        else words="%(methods)s"
        fi ;;
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
complete -c hpe3parclient -f
complete -c hpe3parclient -n __fish_use_subcommand -a "%(commands)s"
complete -c hpe3parclient -n "__fish_seen_subcommand_from completion" \
-a "bash fish zsh"
complete -c hpe3parclient -n "__fish_seen_subcommand_from call methods" \
-a "%(methods)s"
"""

#: by the name of the shell
SCRIPTS = {'bash': _BASH, 'zsh': _ZSH, 'fish': _FISH}


def script(shell: str) -> str:
    """Return the script for a shell: ``bash``, ``zsh`` or ``fish``."""
    text = SCRIPTS[shell] % {
        'commands': _COMMANDS, 'flags': _FLAGS, 'of_call': _OF_CALL,
        'of_prompt': _OF_PROMPT, 'methods': ' '.join(call.methods())}
    if shell != 'fish':
        return text
    words = dict.fromkeys(f'{_FLAGS} {_OF_CALL} {_OF_PROMPT}'.split())
    return text + ''.join(f'complete -c hpe3parclient -l {word[2:]}\n'
                          for word in words if word.startswith('--'))
