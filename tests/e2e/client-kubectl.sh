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

# As kubectl itself writes a kubeconfig, and as a person does.
rm "$KUBECONFIG"
settings=$KUBECONFIG
kubectl config set-cluster c --server="https://$site" \
	--certificate-authority="$WORK/certificate.pem" >/dev/null
kubectl config set-context c --cluster=c >/dev/null
kubectl config use-context c >/dev/null
for by in kubectl 'a person'; do
	[ "$by" = kubectl ] || printf '# mine\n' >>"$KUBECONFIG"
	printf canary-kubectl >"$WORK/token"
	ask store protocol=https "host=$site" username= password=canary-kubectl
	set_up kubectl "$site"
	version
	holds "setup, written by $by: kubectl" "$out" v1.32.0
	client ringbearer setup kubectl "$site" --write --yes
	holds "setup, written by $by: again" "$out" 'there already'
	take_down kubectl "$site"
done
set_up kubectl "$site"
kubectl config set-context d --cluster=c --user=bob >/dev/null
client ringbearer setup kubectl "$site" --remove --yes
same 'setup --remove: what others added stays' 'bob' "$(kubectl config view \
	-o 'jsonpath={range .contexts[*]}{.context.user}{end}')"
kubectl config use-context d >/dev/null
set_up kubectl "$site"
same 'setup: the user of a context stays' 'bob' "$(kubectl config view \
	-o 'jsonpath={.contexts[?(@.name=="d")].context.user}')"
printf 'a: [\nb\n' >"$KUBECONFIG"
client ringbearer setup kubectl "$site" --write --yes
done_badly 'setup: a broken kubeconfig' "'$KUBECONFIG':2"
untold "$HOME" "$KUBECONFIG"
finish
