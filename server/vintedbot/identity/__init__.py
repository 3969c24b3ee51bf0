"""Our users: sign-up, sign-in, sessions of the portal, and devices (an installed extension is a device).

Other domains need two things from here: `caller` (who is asking, and the guards) and `service.on_device_revoked`.
"""
