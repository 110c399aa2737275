"""通知和电话: what the centre tells everybody, and whom one can ring or visit."""
