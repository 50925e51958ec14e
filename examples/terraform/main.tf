# A pair of accounts: a role of account A syncs from a bucket of A into a bucket of B, whose policy lets it in.
# With `terraform apply -var lab=http://127.0.0.1:4599` it is made on the lab; without, on AWS.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "lab" {
  description = "URL of `sluice lab`; empty for AWS"
  type        = string
  default     = ""
}

variable "source_bucket" {
  type    = string
  default = "pair-source-111111111111"
}

variable "destination_bucket" {
  type    = string
  default = "pair-destination-222222222222"
}

provider "aws" {
  alias               = "a"
  profile             = "dev-a"
  allowed_account_ids = ["111111111111"]
  s3_use_path_style   = true

  endpoints {
    iam = var.lab
    s3  = var.lab
    sts = var.lab
  }
}

provider "aws" {
  alias               = "b"
  profile             = "dev-b"
  allowed_account_ids = ["222222222222"]
  s3_use_path_style   = true

  endpoints {
    iam = var.lab
    s3  = var.lab
    sts = var.lab
  }
}

# Account A: who syncs, from where.

resource "aws_s3_bucket" "source" {
  provider = aws.a
  bucket   = var.source_bucket
}

resource "aws_iam_role" "sync" {
  provider = aws.a
  name     = "Sync"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
    }]
  })
}

resource "aws_iam_role_policy" "sync" {
  provider = aws.a
  name     = "sync"
  role     = aws_iam_role.sync.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "List"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = [aws_s3_bucket.source.arn, aws_s3_bucket.destination.arn]
      },
      {
        Sid      = "Read"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectTagging"]
        Resource = join("/", [aws_s3_bucket.source.arn, "*"])
      },
      {
        Sid      = "Write"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload"]
        Resource = join("/", [aws_s3_bucket.destination.arn, "*"])
      },
    ]
  })
}

# Account B: where to, and who may.

resource "aws_s3_bucket" "destination" {
  provider = aws.b
  bucket   = var.destination_bucket
}

resource "aws_s3_bucket_policy" "destination" {
  provider = aws.b
  bucket   = aws_s3_bucket.destination.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "SyncLists"
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.sync.arn }
        Action    = "s3:ListBucket"
        Resource  = aws_s3_bucket.destination.arn
      },
      {
        Sid       = "SyncWrites"
        Effect    = "Allow"
        Principal = { AWS = aws_iam_role.sync.arn }
        Action    = ["s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload"]
        Resource  = join("/", [aws_s3_bucket.destination.arn, "*"])
      },
    ]
  })
}

output "role" {
  value = aws_iam_role.sync.arn
}
