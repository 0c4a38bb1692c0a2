import type { Verification } from "#/contract/index.ts";
import type { Bytes, Id } from "#/kernel/index.ts";
import type { MessageDoor } from "./types.ts";

export interface Submission {
  readonly envelope: {
    readonly from: string;
    readonly to: readonly {
      readonly email: string;
      readonly notify?: readonly string[];
      readonly originalRecipient?: string;
    }[];
    readonly is8Bit?: boolean;
    readonly returnContent?: "FULL" | "HDRS";
    readonly envelopeId?: string;
  };
  /** DATA after dot-unstuffing. */
  readonly source: AsyncIterable<Bytes>;
  /** Default `smtp`. */
  readonly door?: MessageDoor;
  /** Asked for beside the mail itself, as on a command line; goes before what its header says. */
  readonly wish?: {
    readonly secure?: boolean | undefined;
    readonly verification?: Verification | undefined;
    readonly phone?: string | undefined;
    readonly password?: string | undefined;
  };
}

export interface Submitted {
  /** `sealed`: a secure message; `held`: one that waits for an approver; `relayed`: ordinary mail, waiting for the smarthost. */
  readonly way: "sealed" | "held" | "relayed";
  /** Of the message, or of the dispatch. */
  readonly id: Id;
  /** True when the same mail had been submitted before and nothing was sent now. */
  readonly repeated: boolean;
}
