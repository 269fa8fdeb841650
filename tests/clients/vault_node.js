// Vault by node-vault, an independent client: as vault_hvac.py does.
// vault_node.js ADDRESS PATH; the token comes in $VAULT_TOKEN, the CA in
// $NODE_EXTRA_CA_CERTS.
const [address, path] = process.argv.slice(2);
const vault = require("node-vault")({
  endpoint: address,
  token: process.env.VAULT_TOKEN,
});
const report = (name, good) =>
  console.log(`${good ? "ok" : "not ok"} - node-vault: ${name}`);
const status = (call) =>
  call.then(() => 200).catch((e) => (e.response || {}).statusCode);

(async () => {
  const data = `secret/data/${path}`;
  report("nothing there", (await status(vault.read(data))) === 404);
  await vault.write(data, { data: { a: "1" }, options: { cas: 0 } });
  report(
    "creates only",
    (await status(
      vault.write(data, { data: { a: "2" }, options: { cas: 0 } }),
    )) === 400,
  );
  report("reads", (await vault.read(data)).data.data.a === "1");
  const keys = (await vault.list(`secret/metadata/${path.replace(/\/[^/]*$/, "")}`))
    .data.keys;
  report("lists", keys.includes(path.replace(/.*\//, "")));
  await vault.delete(data);
  report("erased", (await status(vault.read(data))) === 404);
  await vault.write(`secret/undelete/${path}`, { versions: [1] });
  report("undeleted", (await vault.read(data)).data.data.a === "1");
  await vault.delete(`secret/metadata/${path}`);
  report("gone for good", (await status(vault.read(data))) === 404);
})().catch((e) => report(`comes to its end: ${e.message}`, false));
