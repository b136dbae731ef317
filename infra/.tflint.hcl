config {
  call_module_type = "local"
}

plugin "terraform" {
  enabled = true
  preset  = "all"
}

# Files are named by concern, not by kind of block.
rule "terraform_standard_module_structure" {
  enabled = false
}
