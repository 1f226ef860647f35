"""Hand-offs: what is known of the case, what is asked again, what falls through."""

from sim.compiled import compiled


@compiled
def is_handoff(last_owner: int, owner: int) -> bool:
    """A hand-off: the owner changes, silent steps carried through (-1 = nobody yet, or nobody here)."""
    return owner >= 0 and last_owner >= 0 and owner != last_owner


@compiled
def is_channel_switch(last_channel: int, channel: int) -> bool:
    """A channel switch, silent steps carried through."""
    return channel >= 0 and last_channel >= 0 and channel != last_channel


@compiled
def retained(information: float, retention: float) -> float:
    """Share of the case file that survives a crossing."""
    return information * retention


@compiled
def is_dropped(u: float, drop_probability: float) -> bool:
    """Whether the case falls into limbo until the customer chases it."""
    return u < drop_probability


@compiled
def is_asked_again(u: float, information: float) -> bool:
    """Whether one item of information is asked again: it is unknown with probability 1 - information."""
    return u >= information
