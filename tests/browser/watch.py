"""Keeps what a page asked for beyond this machine, and the errors it reported."""

from dataclasses import dataclass, field

from playwright.sync_api import Request, Route

LOCAL = ("file:", "data:", "blob:", "about:", "http://127.0.0.1:", "http://localhost:")


@dataclass
class Watch:
    """`left`: requests that would have left this machine (each was stopped); `errors`: what the page complained of."""

    left: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def guard(self, route: Route, request: Request) -> None:
        if request.url.startswith(LOCAL):
            route.continue_()
        else:
            self.left.append(request.url)
            route.abort()
