"""An invented hospital for the demonstration: it speaks FHIR over HTTP on this machine, as a real one would."""
