"""One call of boto3 each: `boto3_client.py put PATH BUCKET KEY`."""

import os
import sys

import boto3
from botocore.exceptions import ClientError

s3 = boto3.client("s3", endpoint_url=os.environ["LAB_URL"])


def put(path, bucket, key):
    s3.upload_file(path, bucket, key)


def get(bucket, key, path):
    body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    with open(path, "wb") as file:
        file.write(body)


def copy(from_bucket, from_key, bucket, key):
    s3.copy({"Bucket": from_bucket, "Key": from_key}, bucket, key)


def list(bucket, prefix):
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for found in page.get("Contents", []):
            print(found["Key"])


def presign(bucket, key):
    print(s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key}))


def put_bucket_policy(bucket, path):
    with open(path) as file:
        s3.put_bucket_policy(Bucket=bucket, Policy=file.read())


try:
    globals()[sys.argv[1]](*sys.argv[2:])
except ClientError as error:
    sys.exit(str(error))
