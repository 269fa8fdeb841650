#!/usr/bin/env bash
# kubectl with a cluster that wants a token.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present kubectl python3 openssl || finish
unset KUBERNETES_EXEC_INFO
printf canary-kubectl >"$WORK/token"
make_certificate
start_site kubernetes --certificate "$WORK/site.pem"
export KUBECONFIG=$WORK/kubeconfig

# configure_kubectl VERSION ARGUMENTS
configure_kubectl() {
	cat >"$KUBECONFIG" <<-END
	apiVersion: v1
	kind: Config
	current-context: c
	contexts: [{name: c, context: {cluster: c, user: ann}}]
	clusters:
	- name: c
	  cluster:
	    server: https://$site
	    certificate-authority: $WORK/certificate.pem
	users:
	- name: ann
	  user:
	    exec:
	      apiVersion: client.authentication.k8s.io/$1
	      command: ringbearer
	      args: [$2]
	      interactiveMode: Never
	      provideClusterInfo: true
	END
}

# version: what the cluster is asked for.
version() {
	client kubectl get --raw /version
}

configure_kubectl v1 kubectl
version
done_badly 'nothing kept: kubectl fails' 'ringbearer'
ask store protocol=https "host=$site" username= password=canary-kubectl
for kind in v1 v1beta1; do
	configure_kubectl $kind kubectl
	version
	holds "kubectl, $kind, by the server" "$out" v1.32.0
	configure_kubectl $kind "kubectl, '$site'"
	version
	holds "kubectl, $kind, by a name" "$out" v1.32.0
done
printf canary-kubectl-2 >"$WORK/token"
version
done_badly 'a token that is refused' Unauthorized
ask erase protocol=https "host=$site"
: >"$site_log"
version
same 'erased: the cluster is not asked with it' 0 \
	"$(grep -c ' with$' "$site_log")"
done_badly 'erased: it is said' "$site"
untold "$HOME" "$KUBECONFIG"
finish
