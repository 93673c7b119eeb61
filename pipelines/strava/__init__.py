"""How Plimsoll speaks with Strava: OAuth, the few reading calls, the webhook's subscription. Nothing else opens a connection to it."""
