"""Which methods of the package were called."""

from notion_client.api_endpoints import Endpoint

from checks import check

_called = set()


def _methods(owner, path=""):
    """Path, owner and name of each method that makes a request."""
    for name, value in vars(owner).items():
        if isinstance(value, Endpoint):
            yield from _methods(value, f"{path}{name}.")
    if isinstance(owner, Endpoint):
        for name in dir(type(owner)):
            if not name.startswith("_") and callable(getattr(type(owner), name)):
                yield f"{path}{name}", owner, name


def watched(client):
    """The same client; each call of a method is noted by its name, such as `pages.create`."""

    def watch(path, owner, name):
        original = getattr(owner, name)

        def call(*args, **kwargs):
            _called.add(path)
            return original(*args, **kwargs)

        setattr(owner, name, call)

    for path, owner, name in list(_methods(client)):
        watch(path, owner, name)
    return client


def every_method(client):
    """Every method of the package must have been called by some check."""

    @check("every method of the package was called")
    def _():
        everything = {path for path, _, _ in _methods(client)}
        assert len(everything) >= 40, sorted(everything)
        missing = sorted(everything - _called)
        assert not missing, missing
        print(f"        {len(everything)} methods")
