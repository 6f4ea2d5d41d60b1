// The scripts that connect a shell with Complete. Entry point:
// CompletionScript.
#include "client/cli/completion.h"

namespace landfall::cli {
namespace {

// Bash splits words at "=" and ":" too and replaces only the part behind them,
// so the words are taken from the line and that part is cut off the answers.
constexpr char kBash[] = R"bash(# Completion of landfall for bash 4.4 or later:
#   source <(landfall completion bash)
_landfall() {
  local line=${COMP_LINE:0:COMP_POINT} part=${COMP_WORDS[COMP_CWORD]}
  local words answers answer
  read -ra words <<<"$line"
  [[ $line != *[[:space:]] ]] || words+=("")
  [[ $part != [=:] ]] || part=""
  local at=${words[-1]}
  local kept=${at%"$part"}
  COMPREPLY=()
  mapfile -t answers < <("$1" __complete $((${#words[@]} - 2)) \
    "${words[@]:1}" 2>/dev/null)
  for answer in "${answers[@]}"; do
    if [[ $answer == :files ]]; then
      compopt -o filenames
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$part")
    else
      answer=${answer%%$'\t'*}
      COMPREPLY+=("${answer#"$kept"}")
    fi
  done
}
complete -F _landfall landfall
)bash";

constexpr char kZsh[] = R"zsh(#compdef landfall
# Completion of landfall for zsh; after compinit:
#   source <(landfall completion zsh)
# or as the file _landfall in a folder of fpath.
_landfall() {
  local -a answers candidates
  local answer files=0
  answers=("${(@f)$("${words[1]}" __complete $((CURRENT - 2)) \
    "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  for answer in "${answers[@]}"; do
    if [[ $answer == :files ]]; then
      files=1
    elif [[ -n $answer ]]; then
      candidates+=("${${answer//:/\\:}/$'\t'/:}")
    fi
  done
  (( ${#candidates} )) && _describe landfall candidates
  if (( files )); then
    compset -P '--[^=]#='
    _files
  fi
}
if [[ ${funcstack[1]} == _landfall ]]; then
  _landfall "$@"
else
  compdef _landfall landfall
fi
)zsh";

constexpr char kFish[] = R"fish(# Completion of landfall for fish:
#   landfall completion fish | source
function __landfall_complete
    set -l words (commandline -opc)
    set -l at (commandline -ct)
    set -l before (math (count $words) - 1)
    for answer in ($words[1] __complete $before $words[2..] "$at" 2>/dev/null)
        if test $answer = :files
            __fish_complete_path (string replace -r '^--[^=]*=' '' -- "$at")
        else
            echo $answer
        end
    end
end
complete -c landfall -f -a '(__landfall_complete)'
)fish";

constexpr char kPowerShell[] =
    R"posh(# Completion of landfall for PowerShell 5.1 or later:
#   landfall completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName landfall -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        Select-Object -Skip 1 |
        ForEach-Object { $_.ToString() })
    $before = $words.Count
    if ($wordToComplete) { $before = $before - 1 }
    $program = $commandAst.CommandElements[0].ToString()
    & $program __complete $before @words 2>$null | ForEach-Object {
        $text, $help = $_ -split "`t", 2
        if ($text -eq ':files') { return }
        if (-not $help) { $help = $text }
        [System.Management.Automation.CompletionResult]::new(
            $text, $text, 'ParameterValue', $help)
    }
}
)posh";

}  // namespace

std::string CompletionScript(const std::string& shell) {
  if (shell == "bash") return kBash;
  if (shell == "zsh") return kZsh;
  return shell == "fish" ? kFish : kPowerShell;
}

}  // namespace landfall::cli
