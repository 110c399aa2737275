"""One package a screen: state.py is frozen, presenter.py decides, view.py shows."""
