"""As much of AWS as `sts get-caller-identity` asks for."""
import site_server

ANSWER = b"""<GetCallerIdentityResponse
 xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/ann</Arn><UserId>AIDA</UserId>
<Account>123456789012</Account></GetCallerIdentityResult>
</GetCallerIdentityResponse>"""


class Sts(site_server.Site):
    def is_allowed(self):
        """The token's file holds the key's id: the secret only signs."""
        said = self.headers.get("Authorization") or ""
        return f"Credential={self.token()}/" in said

    def answer(self, body, allowed):
        session = self.headers.get("X-Amz-Security-Token")
        if session:
            self.note("session", "kept" if session == "canary-session"
                      else "other")
        if allowed:
            self.send(200, ANSWER, "text/xml")
        else:
            self.send(403, b"<ErrorResponse/>", "text/xml")


site_server.serve(Sts)
