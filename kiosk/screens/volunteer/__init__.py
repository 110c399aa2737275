"""叫志愿者: a person is asked over, from any screen."""
