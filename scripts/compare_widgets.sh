#!/bin/sh
# Sizes, traces and loading times of other chat widgets, from their npm packages: the table in
# docs/widget.md.
set -eu
cd "$(dirname "$0")/.."
here="$PWD"
ours="$here/assistant/channels/static/widget.js"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

look() {
    name=$1
    shift
    printf '%s: %s bytes gzip' "$name" "$(cat "$@" | gzip -9c | wc -c)"
    for trace in aria-live aria-label prefers-reduced-motion localStorage sessionStorage \
        innerHTML attachShadow adoptedStyleSheets socket.io Last-Event-ID onLine fonts.googleapis; do
        printf ', %s %s' "$trace" "$(cat "$@" | { grep -o -F -- "$trace" || true; } | wc -l)"
    done
    printf '\n'
}

look "ours" "$ours"
for package in rasa-webchat@1.0.1 deep-chat@2.4.2 @carbon/ai-chat@1.9.1; do
    archive=$(npm pack "$package" --silent 2>/dev/null)
    mkdir "$archive.d"
    tar xzf "$archive" -C "$archive.d"
done
look "rasa-webchat 1.0.1, lib/index.js" rasa-webchat-*.d/package/lib/index.js
look "deep-chat 2.4.2, dist/deepChat.bundle.js" deep-chat-*.d/package/dist/deepChat.bundle.js
look "@carbon/ai-chat 1.9.1, dist/es/chat.ChatAppEntry.js" \
    carbon-ai-chat-*.d/package/dist/es/chat.ChatAppEntry.js
look "@carbon/ai-chat 1.9.1, all of dist/es" carbon-ai-chat-*.d/package/dist/es/*.js

cp rasa-webchat-*.d/package/lib/index.js rasa-webchat.js
cp deep-chat-*.d/package/dist/deepChat.bundle.js deep-chat.js
cd "$here"
.venv/bin/python -m evaluation.widget_comparison "$folder"
