"""Every messenger that there is, by the name of its channel."""

from __future__ import annotations

from assistant.channels.messengers.messenger import MessengerPlatform
from assistant.channels.messengers.platform import Platform
from assistant.channels.messengers.telegram import TelegramPlatform
from assistant.channels.messengers.twilio import TwilioPlatform
from assistant.channels.messengers.whatsapp import WhatsAppPlatform

PLATFORMS: dict[str, type[Platform]] = {
    platform.channel: platform
    for platform in (WhatsAppPlatform, TwilioPlatform, MessengerPlatform, TelegramPlatform)
}
