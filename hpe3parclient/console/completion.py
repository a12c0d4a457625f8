"""Completion of ``hpe3parclient`` in bash, zsh and fish.

The scripts hold the names of the methods, so that a Tab starts no Python.
"""

from __future__ import annotations

from hpe3parclient.console import call

_COMMANDS = 'anonymise call capture compare completion methods '\
    'rehearse turn-back'
_FLAGS = '--array --url --user --password-file --ca-bundle'
_OF_CALL = '--json --wide --change'
_OF_PROMPT = '-c --capacity --read-only --plain --version --help'

_BASH = """\
_hpe3parclient() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local words="%(commands)s %(flags)s %(of_prompt)s" item
    case $before in
    --password-file|--ca-bundle)
        COMPREPLY=($(compgen -f -- "$word")); return ;;
    completion) words="bash fish zsh" ;;
    call) words="%(methods)s" ;;
    *)
        for item in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
            if [[ $item == call ]]; then words="%(of_call)s %(flags)s"; fi
        done ;;
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
complete -c hpe3parclient -n "__fish_seen_subcommand_from call" \
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
    options = [word[2:] for word in f'{_FLAGS} {_OF_CALL} {_OF_PROMPT}'.split()
               if word.startswith('--')]
    return text + ''.join(f'complete -c hpe3parclient -l {option}\n'
                          for option in options)
