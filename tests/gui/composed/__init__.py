"""The whole kiosk in one process, driven by a finger; only time, voice and loudspeaker are played."""
