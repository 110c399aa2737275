"""Those who send cars. One port, one file a provider."""
