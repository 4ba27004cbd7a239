"""The steps of the topup workflows: write a job, submit it, check its result files, top up what lacks, collect."""
