export type { Challenge } from "./challenge.js";
export { Doorward } from "./doorward.js";
export type { Account, DoorwardOptions, SignInOptions, SignInRequest, StepUpRequest } from "./options.js";
export { isProblem, Problem } from "./problem.js";
export type { KnownProblem, ProblemMembers, ProblemName } from "./problem.js";
