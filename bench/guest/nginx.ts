import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "../../tests/support/free-port.ts";
import { type RunningProcess, startProcess } from "../../tests/support/process.ts";
import { until } from "../../tests/support/until.ts";

export interface FileServer {
  readonly url: string;
  readonly process: RunningProcess;
}

/** nginx, which serves `directory`/files with sendfile. */
export async function startNginx(directory: string): Promise<FileServer> {
  const [port] = (await freePorts(1)) as [number];
  mkdirSync(join(directory, "files"), { recursive: true });
  const user = process.getuid?.() === 0 ? "user root; " : "";
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  writeFileSync(
    join(directory, "nginx.conf"),
    `daemon off; pid ${directory}/pid; error_log ${directory}/error.log; ${user}worker_processes 1; events {}
http { access_log off; sendfile on; ${temporary.map((name) => `${name}_temp_path ${directory}/${name};`).join(" ")}
  server { listen 127.0.0.1:${port}; root ${directory}/files; } }`,
  );
  const nginx = startProcess("nginx", ["-p", directory, "-c", join(directory, "nginx.conf")]);
  const url = `http://127.0.0.1:${port}`;
  await until("nginx answers (apt-get install nginx)", () => {
    if (nginx.hasEnded()) throw new Error(`nginx does not start (apt-get install nginx): ${nginx.err()}`);
    return fetch(url).then(
      () => true,
      () => false,
    );
  });
  return { url, process: nginx };
}
