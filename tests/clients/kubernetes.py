"""As much of a cluster as `kubectl get --raw /version` asks for."""
import site_server


class Cluster(site_server.Site):
    def answer(self, body, allowed):
        if not allowed:
            self.send(401, {"kind": "Status", "apiVersion": "v1",
                            "status": "Failure", "code": 401,
                            "reason": "Unauthorized",
                            "message": "Unauthorized"})
        elif self.path.startswith("/version"):
            self.send(200, {"major": "1", "minor": "32",
                            "gitVersion": "v1.32.0"})
        else:
            self.send(404)


site_server.serve(Cluster)
