// How things stand, as a hook: from what this install and the server say.
import { type Situation, situationOf } from "./situation";
import { useKept, usePorts } from "./use";

export function useSituation(): Situation {
  const ports = usePorts();
  return situationOf(useKept(ports.engine), useKept(ports.closets));
}
