"""WhatsApp, Messenger and Telegram: thin adapters over one shared base."""
