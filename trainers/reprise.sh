# What a program in the shell needs to train for Reprise. Read it with `. path/to/reprise.sh`.
job_field() { sed -n "s/^  \"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$REPRISE_JOB"; }
seed=$(job_field seed) epochs=$(job_field epochs) measure=$(job_field measure)
output=$(job_field output) checkpoint=$(job_field checkpoint)
# report <epoch> <metric without its split> <number>
report() { printf '{"epoch": %s, "%s.%s": %s}\n' "$1" "$measure" "$2" "$3" >> "$output/metrics.jsonl"; }
# finish <metric without its split> <number>
finish() { printf '{"%s.%s": %s}\n' "$measure" "$1" "$2" > "$output/metrics.json"; }
# crash <reason>
crash() { printf '{"crash": "%s"}\n' "$1" > "$output/metrics.json"; }
