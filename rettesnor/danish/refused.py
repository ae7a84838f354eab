"""What a verb answers when the house's rules say no."""


class Refused(Exception):
    """An act is refused. `message` says why in Danish, for the one who tried; `field` names the field it is about."""

    def __init__(self, message: object, field: str = "") -> None:
        # `message` may be a text that is translated only when it is shown.
        super().__init__(message)
        self.field = field

    @property
    def message(self) -> str:
        return str(self.args[0])

    def __str__(self) -> str:
        return self.message
