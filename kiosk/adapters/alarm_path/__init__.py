"""The ways out for the alarm beside the hub: one file a kind."""

from kiosk.adapters.alarm_path.relay import RelayPath
from kiosk.adapters.alarm_path.sip import SipPath, SipSetting
from kiosk.adapters.alarm_path.sms import SmsPath

__all__ = ["RelayPath", "SipPath", "SipSetting", "SmsPath"]
