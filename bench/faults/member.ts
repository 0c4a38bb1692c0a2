import { setTimeout as pause } from "node:timers/promises";
import { generate } from "otplib";
import { identityRoutes, type Route } from "#/contract/index.ts";
import { BrowserClient, type CallOptions, RefusedCall } from "../../tests/e2e/http/support/client.ts";
import { until } from "../../tests/support/until.ts";

/** Somebody who works in a browser, and logs in again when told to. */
export interface Member {
  readonly browser: BrowserClient;
  call<Answer>(route: Route, options?: CallOptions): Promise<Answer>;
}

/** What has no answer by then was lost on the way. */
export const answerWithinMs = 60_000;

export async function answered<T>(act: Promise<T>): Promise<T> {
  const late = new AbortController();
  try {
    return await Promise.race([
      act,
      pause(answerWithinMs, undefined, { signal: late.signal }).then(() => {
        throw new Error("no answer came");
      }),
    ]);
  } finally {
    late.abort();
    act.catch(() => undefined);
  }
}

/** Each comes from an address of its own, as in life: limits per address are not what is tried here. */
export const addressOf = (number: number): Record<string, string> => ({
  "x-forwarded-for": `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
});

let requests = 0;

/** The first log-in of a member whose second factor is still to be set up. `now` is what the server's clock says. */
export async function logIn(base: string, email: string, password: string, now: () => Date): Promise<Member> {
  const browser = new BrowserClient(base);
  const call = <Answer>(route: Route, options: CallOptions = {}): Promise<Answer> =>
    answered(browser.call<Answer>(route, { ...options, headers: { ...addressOf(++requests), ...options.headers } }));
  const codeOf = (secret: string): Promise<string> => generate({ secret, epoch: Math.floor(now().getTime() / 1000) });
  await call(identityRoutes.login, { body: { email, password } });
  const { secret } = await call<{ secret: string }>(identityRoutes.enrolStart);
  await call(identityRoutes.enrolFinish, { body: { code: await codeOf(secret) } });

  let again: Promise<void> | undefined;
  const logInAgain = async (): Promise<void> => {
    await until(
      "the member is signed in again",
      async () => {
        try {
          await call(identityRoutes.login, { body: { email, password } });
          await call(identityRoutes.loginCode, { body: { code: await codeOf(secret) } });
          return true;
        } catch (error) {
          // A code counts once, and wrong ones make one wait.
          await pause(error instanceof RefusedCall ? 2000 : 200);
          return false;
        }
      },
      300_000,
    );
  };
  return {
    browser,
    call: async (route, options) => {
      try {
        return await call(route, options);
      } catch (error) {
        if (!(error instanceof RefusedCall) || error.problem.status !== 401) throw error;
        await (again ??= logInAgain().finally(() => (again = undefined)));
        return call(route, options);
      }
    },
  };
}
